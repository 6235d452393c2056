package dev.joch.policy.decide;

import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.rule.PolicyDigest;
import dev.joch.policy.rule.RuleId;
import dev.joch.policy.rule.Truth;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Policies that have a say together, in order of evaluation. Safe to be asked from many threads.
 */
public final class PolicySet {

    private final List<CompiledPolicy> policies;
    private final CompiledRule[] rules;
    private final RuleIndex index;
    private final String digest;

    private PolicySet(List<CompiledPolicy> policies) {
        this.policies = List.copyOf(policies);
        this.rules =
                policies.stream()
                        .flatMap(policy -> policy.rules().stream())
                        .toArray(CompiledRule[]::new);
        this.index = new RuleIndex(Arrays.stream(rules).map(CompiledRule::condition).toList());
        this.digest = PolicyDigest.of(policies.stream().map(CompiledPolicy::digest).toList());
    }

    public static PolicySet of(List<CompiledPolicy> inEvaluationOrder) {
        return new PolicySet(inEvaluationOrder);
    }

    public List<CompiledPolicy> policies() {
        return policies;
    }

    /** {@code sha256:} and the digest of all of them, in order. */
    public String digest() {
        return digest;
    }

    /**
     * Decides.
     *
     * @param outOfForce rules that are not to be asked now
     */
    public Verdict decide(Question question, Predicate<RuleId> outOfForce) {
        QuestionFacts facts = new QuestionFacts(question);
        long[] candidates = index.candidates(facts);
        Outcome outcome = new Outcome(question);
        for (int word = 0; word < candidates.length; word++) {
            for (long bits = candidates[word]; bits != 0; bits &= bits - 1) {
                CompiledRule rule = rules[word * Long.SIZE + Long.numberOfTrailingZeros(bits)];
                Truth truth = rule.condition().test(facts);
                boolean matches = truth == Truth.TRUE || truth == Truth.ERROR;
                if (matches && !outOfForce.test(rule.id()) && outcome.add(rule, truth)) {
                    return outcome.verdict();
                }
            }
        }
        return outcome.verdict();
    }

    /** How many rules would be asked; for measurements. */
    public int candidates(Question question) {
        int count = 0;
        for (long word : index.candidates(new QuestionFacts(question))) {
            count += Long.bitCount(word);
        }
        return count;
    }
}
