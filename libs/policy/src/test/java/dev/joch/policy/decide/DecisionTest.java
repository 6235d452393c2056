package dev.joch.policy.decide;

import static dev.joch.policy.Policies.compiled;
import static dev.joch.policy.Policies.facts;
import static dev.joch.policy.Policies.question;
import static dev.joch.policy.Policies.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;

import dev.joch.policy.fact.Hooks;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.v1.Decision;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

final class DecisionTest {

    private static final String DENY_COST =
            "{when: {cost.runUsd: '>5'}, action: {deny: true, reason: budget-exceeded}}";
    private static final String ASK =
            "{name: ask, when: {tool.sideEffect: external_write}, require: {approval: human,"
                    + " approvalRouting: {approvers: ['team:leads']}}}";
    private static final String REDACT =
            "{when: {data.contains: pii}, action: {redact: true, redactionRules: [emails]}}";

    private static Verdict decide(List<CompiledPolicy> policies, Object... facts) {
        return decide(policies, Value.getDefaultInstance(), facts);
    }

    private static Verdict decide(List<CompiledPolicy> policies, Value payload, Object... facts) {
        return PolicySet.of(policies).decide(question(payload, facts), rule -> false);
    }

    @Test
    void whatNoRuleSpeaksOfIsAllowed() {
        Verdict verdict = decide(List.of(compiled("p", DENY_COST, ASK)), "cost.runUsd", 4.5);

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ALLOW);
        assertThat(verdict.matched()).isEmpty();
        assertThat(verdict.deciding()).isEmpty();
        assertThat(PolicySet.of(List.of()).digest()).startsWith("sha256:");
    }

    @Test
    void aDenialNamesPolicyVersionRuleAndReason() {
        Verdict verdict = decide(List.of(compiled("p", ASK, DENY_COST)), "cost.runUsd", 6);

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(verdict.deciding().orElseThrow().id().policy()).isEqualTo("p");
        assertThat(verdict.deciding().orElseThrow().version()).isEqualTo("v3");
        assertThat(verdict.deciding().orElseThrow().id().rule()).isEqualTo("rules[1]");
        assertThat(verdict.reason()).isEqualTo("budget-exceeded");
        assertThat(verdict.message())
                .isEqualTo("Policy p@v3, rule rules[1], denies this: budget-exceeded.");
    }

    @Test
    void aDenialWinsOverWhatCameBeforeAndEndsIt() {
        Verdict verdict =
                decide(
                        List.of(
                                compiled("first", ASK, REDACT),
                                compiled("second", DENY_COST, ASK),
                                compiled("third", DENY_COST)),
                        value(Map.of("to", "a@example.com")),
                        "cost.runUsd",
                        9,
                        "tool.sideEffect",
                        "external_write");

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(verdict.deciding().orElseThrow().id().policy()).isEqualTo("second");
        assertThat(verdict.matched().stream().map(rule -> rule.effect().word()))
                .containsExactly("approval", "redact", "deny");
        assertThat(verdict.obligations()).isEmpty();
        assertThat(verdict.payload()).isEmpty();
    }

    @Test
    void approvalsAreCollectedAndRedactionsDoneInOrder() {
        Verdict verdict =
                decide(
                        List.of(compiled("first", REDACT, ASK), compiled("second", ASK)),
                        value(Map.of("to", "a@example.com", "cc", List.of("b@example.com", 7))),
                        "tool.sideEffect",
                        "external_write");

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ASK);
        assertThat(verdict.deciding().orElseThrow().id().policy()).isEqualTo("first");
        assertThat(verdict.deciding().orElseThrow().id().rule()).isEqualTo("ask");
        assertThat(verdict.obligations()).hasSize(2);
        assertThat(verdict.obligations().getFirst().source().getRequire().getApprovalRouting())
                .satisfies(routing ->
                        assertThat(routing.getApproversList()).containsExactly("team:leads"));
        assertThat(verdict.payload())
                .contains(
                        value(
                                Map.of(
                                        "to",
                                        "[redacted emails]",
                                        "cc",
                                        List.of("[redacted emails]", 7))));
    }

    @Test
    void aRedactionThatFindsNothingChangesNothing() {
        Verdict verdict =
                decide(
                        List.of(
                                compiled(
                                        "p",
                                        "{when: {tool.name: send}, action: {modify: redact}}")),
                        value("hello"),
                        "tool.name",
                        "send");

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ALLOW);
        assertThat(verdict.matched()).hasSize(1);
        assertThat(verdict.payload()).isEmpty();
    }

    @Test
    void aRuleOutOfForceIsNotAsked() {
        CompiledPolicy policy = compiled("p", DENY_COST, ASK);
        Question question =
                new Question(
                        facts("cost.runUsd", 9, "tool.sideEffect", "external_write"),
                        Value.getDefaultInstance());

        Verdict verdict =
                PolicySet.of(List.of(policy))
                        .decide(question, rule -> rule.rule().equals("rules[0]"));

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ASK);
    }

    @Test
    void whatCannotBeDecidedIsDenied() {
        CompiledPolicy policy =
                compiled(
                        "p",
                        "{expression: '10 / switch.warnings > 2', action: {deny: true, reason: x}}",
                        ASK);

        Verdict verdict = decide(List.of(policy), "switch.warnings", 0);
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(verdict.reason()).isEqualTo("rule-failed");

        Verdict wrongType = decide(List.of(policy), "tool.sideEffect", 7);
        assertThat(wrongType.decision()).isEqualTo(Decision.DECISION_ASK);
        assertThat(wrongType.reason()).isEqualTo("rule-failed");

        assertThat(decide(List.of(policy)).decision()).isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void aToolCallWithoutItsClassCountsAsTheWorst() {
        Verdict verdict =
                PolicySet.of(List.of(compiled("p", ASK)))
                        .decide(
                                new Question(
                                        facts(
                                                "hook.method",
                                                Hooks.TOOL_REQUEST,
                                                "tool.name",
                                                "send"),
                                        Value.getDefaultInstance()),
                                rule -> false);

        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ASK);
    }

    @Test
    void aPolicyThatDoesNotCompileDeniesWhatItIsAsked() {
        CompiledPolicy broken =
                compiled("p", "{expression: 'tool.nam == 3', require: {approval: human}}");

        Verdict verdict = decide(List.of(broken));

        assertThat(broken.sound()).isFalse();
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(verdict.reason()).isEqualTo(CompiledRule.NOT_COMPILED);
    }

    @Test
    void argumentsAreReadFromThePayloadOfACall() {
        CompiledPolicy policy =
                compiled(
                        "p",
                        "{when: {tool.args.amount: '>100'}, action: {deny: true, reason: large}}",
                        "{expression: \"tool.args.to.exists(t, t.endsWith('@evil.test'))\", action:"
                                + " {deny: true, reason: exfiltration}}");
        PolicySet set = PolicySet.of(List.of(policy));

        assertThat(ask(set, Map.of("amount", 101)).reason()).isEqualTo("large");
        assertThat(ask(set, Map.of("amount", "101")).reason()).isEqualTo("rule-failed");
        assertThat(ask(set, Map.of("to", List.of("a@evil.test"))).reason())
                .isEqualTo("exfiltration");
        assertThat(ask(set, Map.of("to", List.of("a@ok.test"), "amount", 1)).decision())
                .isEqualTo(Decision.DECISION_ALLOW);
    }

    private static Verdict ask(PolicySet set, Map<String, Object> arguments) {
        return set.decide(
                new Question(
                        facts(
                                "hook.method",
                                Hooks.TOOL_REQUEST,
                                "tool.name",
                                "pay",
                                "tool.sideEffect",
                                "financial"),
                        value(arguments)),
                rule -> false);
    }

    @Test
    void onlyRulesWhoseFactsFitAreAsked() {
        CompiledPolicy policy =
                compiled(
                        "p",
                        "{when: {tool.name: a}, action: {deny: true}}",
                        "{when: {tool.name: [b, c]}, action: {deny: true}}",
                        "{expression: \"tool.name == 'd' && tool.args.x.size() > 3\", action: {deny:"
                                + " true}}",
                        "{when: {mcpServer.trustScore: '<0.5'}, action: {deny: true}}",
                        "{when: {agent.labels.env: prod, tool.name: a}, action: {deny: true}}");
        PolicySet set = PolicySet.of(List.of(policy));

        assertThat(candidates(set, "tool.name", "b")).isEqualTo(1);
        assertThat(candidates(set, "tool.name", "z", "mcpServer.trustScore", 0.4)).isEqualTo(1);
        assertThat(candidates(set, "tool.name", "z")).isZero();
    }

    private static int candidates(PolicySet set, Object... facts) {
        return set.candidates(new Question(facts(facts), Value.getDefaultInstance()));
    }
}
