package dev.joch.policy.decide;

import com.google.protobuf.Value;

import dev.joch.policy.redact.Redaction;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.rule.RuleId;
import dev.joch.policy.v1.Decision;
import dev.joch.resource.v1alpha1.PolicyAction;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The policies of one agent in order of evaluation, found by what they ask about: a decision
 * touches rules that can match and no others.
 */
public final class PolicySet {

    private static final int[] NONE = {};

    private final List<CompiledPolicy> policies;
    private final CompiledRule[] rules;

    /** Positions of rules that want a fact to be a certain text, by fact and text. */
    private final Map<String, Map<String, int[]>> byText = new HashMap<>();

    /** Positions of all others. */
    private final int[] unbound;

    private final String digest;

    private PolicySet(List<CompiledPolicy> policies) {
        this.policies = List.copyOf(policies);
        this.rules =
                policies.stream()
                        .flatMap(policy -> policy.rules().stream())
                        .toArray(CompiledRule[]::new);
        List<Integer> rest = new ArrayList<>();
        for (int i = 0; i < rules.length; i++) {
            if (!bind(i)) {
                rest.add(i);
            }
        }
        this.unbound = rest.stream().mapToInt(Integer::intValue).toArray();
        this.digest = digest(policies);
    }

    /**
     * @param inOrder policies in order of evaluation
     */
    public static PolicySet of(List<CompiledPolicy> inOrder) {
        return new PolicySet(inOrder);
    }

    private boolean bind(int position) {
        Map<String, Set<String>> equalities = rules[position].equalities();
        if (equalities.isEmpty()) {
            return false;
        }
        // the name of a tool tells more apart than its class
        String fact =
                equalities.keySet().stream()
                        .min((a, b) -> Integer.compare(rank(a), rank(b)))
                        .orElseThrow();
        Map<String, int[]> places = byText.computeIfAbsent(fact, absent -> new HashMap<>());
        for (String text : equalities.getOrDefault(fact, Set.of())) {
            places.merge(text, new int[] {position}, PolicySet::joined);
        }
        return true;
    }

    private static int rank(String fact) {
        return fact.endsWith(".name") ? 0 : 1;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    public List<CompiledPolicy> policies() {
        return policies;
    }

    /** Digest of everything that decides: an approval holds for this digest only. */
    public String digest() {
        return digest;
    }

    /**
     * @param outOfForce rules that do not count for the moment
     */
    public Verdict decide(Question question, Predicate<RuleId> outOfForce) {
        KnownFacts facts = new KnownFacts(question);
        List<CompiledRule> matched = new ArrayList<>();
        List<CompiledRule> obligations = new ArrayList<>();
        @Nullable Value payload = null;
        for (int position : candidates(facts)) {
            CompiledRule rule = rules[position];
            if (!facts.cover(rule.needs())
                    || !rule.matches(facts.values(rule.needs()))
                    || outOfForce.test(rule.id())) {
                continue;
            }
            matched.add(rule);
            if (rule.source().hasRequire()) {
                obligations.add(rule);
                continue;
            }
            PolicyAction action = rule.source().getAction();
            if (action.getDeny()) {
                return new Verdict(
                        Decision.DECISION_DENY,
                        Optional.of(rule),
                        matched,
                        List.of(),
                        Optional.empty());
            }
            if (question.hasPayload()) {
                Value before = payload == null ? question.payload() : payload;
                payload = Redaction.redact(before, action.getRedactionRulesList());
            }
        }
        if (matched.isEmpty()) {
            return Verdict.ALLOW;
        }
        return answer(question, matched, obligations, payload);
    }

    private static Verdict answer(
            Question question,
            List<CompiledRule> matched,
            List<CompiledRule> obligations,
            @Nullable Value payload) {
        Optional<Value> changed =
                Optional.ofNullable(payload).filter(value -> !value.equals(question.payload()));
        if (!obligations.isEmpty()) {
            return new Verdict(
                    Decision.DECISION_ASK,
                    Optional.of(obligations.getFirst()),
                    matched,
                    obligations,
                    changed);
        }
        return new Verdict(
                changed.isPresent() ? Decision.DECISION_MODIFY : Decision.DECISION_ALLOW,
                Optional.of(matched.getFirst()),
                matched,
                List.of(),
                changed);
    }

    /** In order of evaluation. */
    private int[] candidates(KnownFacts facts) {
        int[] found = unbound;
        for (Map.Entry<String, Map<String, int[]>> places : byText.entrySet()) {
            String text = facts.text(places.getKey());
            if (text != null) {
                int[] more = places.getValue().getOrDefault(text, NONE);
                if (more.length > 0) {
                    found = joined(found, more);
                }
            }
        }
        if (found != unbound) {
            Arrays.sort(found);
        }
        return found;
    }

    private static String digest(List<CompiledPolicy> policies) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (CompiledPolicy policy : policies) {
                sha.update(policy.digest().getBytes(StandardCharsets.UTF_8));
            }
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
