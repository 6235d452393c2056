package dev.joch.policy.rule;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;

/**
 * One policy, ready to be asked.
 *
 * @param spec as it was written
 * @param version {@code v} and its generation
 * @param rules in the order they were written
 * @param findings what is wrong with it; rules with an error deny whatever they are asked
 * @param digest {@code sha256:} and the digest of what can change a decision
 */
public record CompiledPolicy(
        String namespace,
        String name,
        String version,
        PolicySpec spec,
        List<CompiledRule> rules,
        List<PolicyFinding> findings,
        String digest) {

    public CompiledPolicy {
        rules = List.copyOf(rules);
        findings = List.copyOf(findings);
    }

    /** Compiles a policy of whatever quality; a resource of another kind is refused. */
    public static CompiledPolicy compile(Resource policy) {
        PolicySpec spec = spec(policy);
        String namespace = policy.getMetadata().getNamespace();
        String name = policy.getMetadata().getName();
        String version = "v" + policy.getMetadata().getGeneration();
        RuleCompiler compiler = new RuleCompiler(namespace, name, version);
        List<CompiledRule> rules = compiler.compile(spec);
        return new CompiledPolicy(
                namespace, name, version, spec, rules, compiler.findings(), digest(policy, spec));
    }

    /** What {@link #digest()} is once it is compiled. */
    public static String digest(Resource policy) {
        return digest(policy, spec(policy));
    }

    private static String digest(Resource policy, PolicySpec spec) {
        return PolicyDigest.of(
                policy.getMetadata().getNamespace()
                        + "/"
                        + policy.getMetadata().getName()
                        + "@v"
                        + policy.getMetadata().getGeneration(),
                spec.getRulesList());
    }

    private static PolicySpec spec(Resource policy) {
        try {
            return policy.getSpec().unpack(PolicySpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("this is no Policy", e);
        }
    }

    /** Its name, or else its position. */
    public static String name(PolicyRule rule, int position) {
        return rule.getName().isEmpty() ? "rules[" + position + "]" : rule.getName();
    }

    /** Whether all of its rules can be asked. */
    public boolean sound() {
        return findings.stream().allMatch(PolicyFinding::warning);
    }
}
