package dev.joch.policy.rule;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.redact.Detector;
import dev.joch.policy.redact.Detectors;
import dev.joch.policy.rule.PolicyFinding.Sort;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.v1alpha1.PolicyAction;
import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.PolicySpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles the rules of one policy, each by itself: a bad one does not take the others along. */
final class RuleCompiler {

    private static final FieldPath RULES = FieldPath.parse("spec.rules");

    private final String namespace;
    private final String policy;
    private final String version;
    private final List<PolicyFinding> findings = new ArrayList<>();

    RuleCompiler(String namespace, String policy, String version) {
        this.namespace = namespace;
        this.policy = policy;
        this.version = version;
    }

    List<PolicyFinding> findings() {
        return findings;
    }

    List<CompiledRule> compile(PolicySpec spec) {
        List<CompiledRule> rules = new ArrayList<>();
        for (int i = 0; i < spec.getRulesCount(); i++) {
            rules.add(compile(spec.getRules(i), i));
        }
        return rules;
    }

    private CompiledRule compile(PolicyRule rule, int position) {
        FieldPath here = RULES.index(position);
        List<PolicyFinding> found = new ArrayList<>();
        String cel = "";
        @Nullable Condition condition = new Condition.Always();
        if (rule.getWhenCount() > 0) {
            MapForm form = new MapForm(here.name("when"));
            MapForm.Term term = form.term(rule.getWhenMap());
            found.addAll(form.findings());
            cel = term.cel();
            condition = form.findings().isEmpty() ? term.condition() : null;
        } else if (rule.hasExpression()) {
            cel = rule.getExpression();
            condition = compiled(cel, here.name("expression"), found);
        }
        Effect effect = effect(rule, here, found);
        if (condition != null) {
            neverTogether(condition, here, found);
        }
        findings.addAll(found);
        RuleId id = new RuleId(namespace, policy, CompiledPolicy.name(rule, position));
        if (condition == null || !found.stream().allMatch(PolicyFinding::warning)) {
            return new CompiledRule(
                    id,
                    version,
                    rule,
                    position,
                    cel,
                    new Condition.Broken(),
                    new Effect.Deny(),
                    CompiledRule.NOT_COMPILED);
        }
        return new CompiledRule(
                id, version, rule, position, cel, condition, effect, reason(rule, effect));
    }

    private static @Nullable Condition compiled(
            String cel, FieldPath field, List<PolicyFinding> found) {
        CelText.Compiled compiled = CelText.compile(cel, field.toString());
        found.addAll(compiled.findings());
        return compiled.usable().orElse(null);
    }

    private static String reason(PolicyRule rule, Effect effect) {
        if (!rule.getAction().getReason().isEmpty()) {
            return rule.getAction().getReason();
        }
        return switch (effect) {
            case Effect.Deny() -> "policy-denied";
            case Effect.Redact(var detectors) -> "redacted";
            case Effect.Approve(var requirement) -> "approval-required";
        };
    }

    private static Effect effect(PolicyRule rule, FieldPath here, List<PolicyFinding> found) {
        if (rule.hasRequire()) {
            return new Effect.Approve(rule.getRequire());
        }
        PolicyAction action = rule.getAction();
        boolean redact = action.getRedact() || action.getModify().equals("redact");
        // a rule without any effect was refused by the contract; here it refuses
        if (action.getDeny() || !redact) {
            return new Effect.Deny();
        }
        FieldPath words = here.name("action").name("redactionRules");
        List<Detector> detectors = new ArrayList<>();
        for (int i = 0; i < action.getRedactionRulesCount(); i++) {
            String word = action.getRedactionRules(i);
            Optional<Detector> detector = Detectors.named(word);
            detector.ifPresent(detectors::add);
            if (detector.isEmpty()) {
                found.add(
                        PolicyFinding.at(
                                Sort.NO_DETECTOR,
                                words.index(i).toString(),
                                "nothing here finds `" + word + "` with a known precision",
                                "use "
                                        + String.join(", ", Detectors.words())
                                        + "; a guardian of the environment may find more"));
            }
        }
        return new Effect.Redact(
                action.getRedactionRulesCount() == 0 ? List.copyOf(Detectors.all()) : detectors);
    }

    /** Facts that no hook knows together. */
    private static void neverTogether(
            Condition condition, FieldPath here, List<PolicyFinding> found) {
        Set<Fact> needed = Needs.of(condition);
        Set<String> hooks = new HashSet<>();
        boolean first = true;
        for (Fact fact : needed) {
            if (fact.hooks().isEmpty()) {
                continue;
            }
            if (first) {
                hooks.addAll(fact.hooks());
            } else {
                hooks.retainAll(fact.hooks());
            }
            first = false;
        }
        if (!first && hooks.isEmpty()) {
            found.add(
                    PolicyFinding.at(
                            Sort.NEVER_MATCHES,
                            here.toString(),
                            "no hook knows "
                                    + String.join(
                                            " and ",
                                            needed.stream()
                                                    .filter(fact -> !fact.hooks().isEmpty())
                                                    .map(Fact::name)
                                                    .sorted()
                                                    .toList())
                                    + " together: the rule never matches",
                            "make a rule of each"));
        }
    }
}
