package dev.joch.bench;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.decide.PolicySet;
import dev.joch.policy.decide.Question;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.v1.Decision;
import dev.joch.policyengine.copy.Copies;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.PolicyAction;
import dev.joch.resource.v1alpha1.PolicyRequirement;
import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Resource;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decisions in process by 1,000 policies that all have a say: 5,000 rules in both forms, about
 * tools, costs, models, servers and what the payload contains.
 *
 * <p>Three sorts of questions in turn: a harmless call that every rule lets pass, one that an
 * approval is asked for, and one that is denied. Arguments: policies (1000), seconds (10).
 */
public final class PolicyDecisions {

    static final String TENANT = "default";
    static final String NAMESPACE = "bench";

    private static final int TOOLS = 200;

    private PolicyDecisions() {}

    public static void main(String[] args) {
        int policies = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        long before = System.nanoTime();
        List<CompiledPolicy> compiled = new ArrayList<>();
        for (int i = 0; i < policies; i++) {
            CompiledPolicy policy = CompiledPolicy.compile(policy(i, Map.of()));
            if (!policy.sound()) {
                throw new IllegalStateException(policy.findings().toString());
            }
            compiled.add(policy);
        }
        PolicySet set = PolicySet.of(compiled);
        long compileMicros = (System.nanoTime() - before) / 1_000 / Math.max(1, policies);
        List<Question> questions = questions();
        run(set, questions, Math.max(2, seconds / 3));
        Histogram times = run(set, questions, seconds);
        Map<String, Long> decisions = new HashMap<>();
        List<Integer> candidates = new ArrayList<>();
        for (Question question : questions) {
            Decision decision = set.decide(question, rule -> false).decision();
            decisions.merge(decision.name(), 1L, Long::sum);
            candidates.add(set.candidates(question));
        }
        new Report("policy-decisions")
                .put("policies", policies)
                .put("rules", compiled.stream().mapToInt(policy -> policy.rules().size()).sum())
                .put("compileMicrosPerPolicy", compileMicros)
                .put("p50Micros", times.getValueAtPercentile(50) / 1e3)
                .put("p90Micros", times.getValueAtPercentile(90) / 1e3)
                .put("p99Micros", times.getValueAtPercentile(99) / 1e3)
                .put("p999Micros", times.getValueAtPercentile(99.9) / 1e3)
                .put("count", times.getTotalCount())
                .put("viewMicros", viewMicros(policies))
                .put("candidates", candidates)
                .put("decisions", decisions)
                .print();
    }

    /** How long it takes to find the policies of an agent anew, when 20 of all select it. */
    private static double viewMicros(int policies) {
        int fleets = Math.max(1, policies / 20);
        Copies copies = new Copies("dev");
        for (int i = 0; i < policies; i++) {
            copies.take(policy(i, Map.of("fleet", "f" + i % fleets)));
        }
        Resource.Builder agent =
                Resource.newBuilder()
                        .setKind("Agent")
                        .setSpec(Any.pack(AgentSpec.getDefaultInstance()));
        agent.getMetadataBuilder()
                .setTenant(TENANT)
                .setNamespace(NAMESPACE)
                .setName("agent")
                .putLabels("fleet", "f0");
        copies.take(agent.build());
        Histogram times = new Histogram(3);
        for (int i = 0; i < 4_000; i++) {
            copies.take(agent.build());
            long start = System.nanoTime();
            int found =
                    copies.view(ResourceKeys.of(agent.build()), "").policies().policies().size();
            if (i >= 2_000) {
                times.recordValue(System.nanoTime() - start);
            }
            if (found != Math.min(policies, 20)) {
                throw new IllegalStateException(found + " policies have a say");
            }
        }
        return times.getValueAtPercentile(50) / 1e3;
    }

    private static Histogram run(PolicySet set, List<Question> questions, int seconds) {
        Histogram times = new Histogram(3);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int next = 0;
        while (System.nanoTime() < end) {
            Question question = questions.get(next++ % questions.size());
            long start = System.nanoTime();
            Decision decision = set.decide(question, rule -> false).decision();
            times.recordValue(System.nanoTime() - start);
            if (decision == Decision.DECISION_UNSPECIFIED) {
                throw new IllegalStateException("no decision");
            }
        }
        return times;
    }

    /**
     * @param selector labels of the agents that it is for; none is who names it
     */
    static Resource policy(int i, Map<String, String> selector) {
        PolicySpec.Builder spec =
                PolicySpec.newBuilder()
                        .addRules(
                                when(
                                                "tool.name",
                                                "tool-" + i % TOOLS,
                                                "agent.labels.team",
                                                "team-" + i)
                                        .setRequire(
                                                PolicyRequirement.newBuilder()
                                                        .setApproval("human")))
                        .addRules(deny(when("cost.runUsd", ">" + (50 + i))))
                        .addRules(
                                deny(
                                        PolicyRule.newBuilder()
                                                .setExpression(
                                                        "tool.sideEffect == 'privileged' &&"
                                                                + " tool.args.path.startsWith('/srv/"
                                                                + i
                                                                + "/')")))
                        .addRules(deny(when("model.provider", "provider-" + i)))
                        .addRules(
                                when("mcpServer.name", "server-" + i, "data.contains", "secrets")
                                        .setAction(PolicyAction.newBuilder().setRedact(true)));
        if (!selector.isEmpty()) {
            spec.getAppliesToBuilder()
                    .getAgentsBuilder()
                    .getSelectorBuilder()
                    .putAllMatchLabels(selector);
        }
        Resource.Builder resource =
                Resource.newBuilder().setKind("Policy").setSpec(Any.pack(spec.build()));
        resource.getMetadataBuilder()
                .setTenant(TENANT)
                .setNamespace(NAMESPACE)
                .setName("policy-" + i)
                .setGeneration(1)
                .setResourceVersion("1");
        return resource.build();
    }

    private static PolicyRule.Builder when(String... pairs) {
        PolicyRule.Builder rule = PolicyRule.newBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            rule.putWhen(pairs[i], text(pairs[i + 1]));
        }
        return rule;
    }

    private static PolicyRule.Builder deny(PolicyRule.Builder rule) {
        return rule.setAction(PolicyAction.newBuilder().setDeny(true));
    }

    private static List<Question> questions() {
        return List.of(
                question("tool-7", "read_only", 0.5, "none"),
                question("tool-7", "external_write", 0.5, "team-407"),
                question("tool-9", "read_only", 60, "none"));
    }

    private static Question question(String tool, String sideEffect, double cost, String team) {
        Map<String, Value> facts = new HashMap<>();
        facts.put("hook.method", text("steps/toolCallRequest"));
        facts.put("tool.name", text(tool));
        facts.put("tool.sideEffect", text(sideEffect));
        facts.put("cost.runUsd", Value.newBuilder().setNumberValue(cost).build());
        facts.put("agent.name", text("agent"));
        facts.put("environment", text("prod"));
        facts.put(
                "agent.labels",
                Value.newBuilder()
                        .setStructValue(Struct.newBuilder().putFields("team", text(team)))
                        .build());
        Value payload =
                Value.newBuilder()
                        .setStructValue(
                                Struct.newBuilder()
                                        .putFields("to", text("somebody"))
                                        .putFields(
                                                "body",
                                                text("a text of a hundred words ".repeat(20))))
                        .build();
        return new Question(facts, payload);
    }

    static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
