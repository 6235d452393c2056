package dev.joch.policy.rule;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelReference;
import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.redact.Redaction;
import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A policy, compiled once.
 *
 * @param version {@code v} and the generation
 * @param rules in their order
 * @param findings what is wrong with it; such rules match always
 * @param digest {@code sha256:} and the digest of name, version and rules
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

    public static CompiledPolicy compile(Resource policy) {
        PolicySpec spec = spec(policy);
        String namespace = policy.getMetadata().getNamespace();
        String name = policy.getMetadata().getName();
        String version = "v" + policy.getMetadata().getGeneration();
        List<CompiledRule> rules = new ArrayList<>();
        List<PolicyFinding> findings = new ArrayList<>();
        for (int i = 0; i < spec.getRulesCount(); i++) {
            PolicyRule rule = spec.getRules(i);
            RuleId id = new RuleId(namespace, name, name(rule, i));
            rules.add(rule(id, version, rule, "spec.rules[" + i + "]", findings));
        }
        return new CompiledPolicy(
                namespace, name, version, spec, rules, findings, digest(policy, spec));
    }

    /** Its name, or else its position. */
    public static String name(PolicyRule rule, int position) {
        return rule.getName().isEmpty() ? "rules[" + position + "]" : rule.getName();
    }

    private static PolicySpec spec(Resource policy) {
        try {
            return policy.getSpec().unpack(PolicySpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("this is no Policy", e);
        }
    }

    private static CompiledRule rule(
            RuleId id, String version, PolicyRule rule, String path, List<PolicyFinding> findings) {
        int before = findings.size();
        for (String word : rule.getAction().getRedactionRulesList()) {
            if (!Redaction.possible(word)) {
                findings.add(
                        new PolicyFinding(
                                path + ".action.redactionRules",
                                "no rule can find " + word + " by their form",
                                "leave it out, or ask a guardian that understands language",
                                0,
                                0));
            }
        }
        MapForm.Condition condition =
                rule.hasExpression()
                        ? new MapForm.Condition(rule.getExpression(), Map.of())
                        : MapForm.of(rule.getWhenMap(), path + ".when", findings);
        if (findings.size() > before) {
            return new CompiledRule(id, version, rule, 0, Map.of(), null);
        }
        RuleLanguage.Read read =
                RuleLanguage.read(
                        condition.cel(),
                        rule.hasExpression() ? path + ".expression" : path + ".when");
        read.finding().ifPresent(findings::add);
        CelAbstractSyntaxTree tree = read.tree();
        return new CompiledRule(
                id,
                version,
                rule,
                tree == null ? 0 : needs(tree),
                condition.equalities(),
                read.program());
    }

    private static long needs(CelAbstractSyntaxTree tree) {
        long needs = 0;
        for (CelReference reference : tree.getReferenceMap().values()) {
            needs |= Facts.named(reference.name()).map(Fact::bit).orElse(0L);
        }
        return needs;
    }

    private static String digest(Resource policy, PolicySpec spec) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String name =
                    policy.getMetadata().getNamespace()
                            + "/"
                            + policy.getMetadata().getName()
                            + "@v"
                            + policy.getMetadata().getGeneration();
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update(spec.toByteArray());
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
