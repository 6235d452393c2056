package dev.joch.policy.decide;

import static dev.joch.policy.Policies.policy;
import static dev.joch.policy.Policies.question;
import static dev.joch.policy.Policies.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.policy.rule.RuleId;
import dev.joch.policy.v1.Decision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

final class PolicySetTest {

    private static final String DENY_WRITES =
            """
            - name: no-writes
              when: { tool.sideEffect: external_write }
              action: { deny: true, reason: no-writes }
            """;

    private static final String ASK_FOR_WRITES =
            """
            - when: { tool.sideEffect: [external_write, financial] }
              require: { approval: human }
            """;

    private static final String REDACT =
            """
            - when: { data.contains: pii }
              action: { redact: true, redactionRules: [emails] }
            """;

    private static Verdict decide(String rules, Question question) {
        return PolicySet.of(List.of(policy("p", rules))).decide(question, rule -> false);
    }

    @Test
    void whereNoRuleMatchesItMayGoOn() {
        assertThat(decide(DENY_WRITES, question("tool.sideEffect", "read_only")))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void aDenialNamesItsRule() {
        Verdict verdict = decide(DENY_WRITES, question("tool.sideEffect", "external_write"));
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(verdict.deciding().orElseThrow().id())
                .isEqualTo(new RuleId("ns", "p", "no-writes"));
        assertThat(verdict.deciding().orElseThrow().version()).isEqualTo("v3");
    }

    @Test
    void aDenialWinsOverWhatComesBeforeAndEndsIt() {
        Verdict verdict =
                PolicySet.of(
                                List.of(
                                        policy("a", ASK_FOR_WRITES),
                                        policy("b", DENY_WRITES),
                                        policy("c", ASK_FOR_WRITES)))
                        .decide(question("tool.sideEffect", "external_write"), rule -> false);
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(verdict.matched())
                .extracting(rule -> rule.id().policy())
                .containsExactly("a", "b");
    }

    @Test
    void whatIsRedactedIsSentOnInstead() {
        Verdict verdict = decide(REDACT, question(value(Map.of("to", "ann@example.com", "n", 1))));
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_MODIFY);
        assertThat(verdict.payload().orElseThrow())
                .isEqualTo(value(Map.of("to", "[redacted emails]", "n", 1)));
    }

    @Test
    void agreementIsAskedForWithWhatWasRedacted() {
        Verdict verdict =
                PolicySet.of(List.of(policy("a", ASK_FOR_WRITES), policy("b", REDACT)))
                        .decide(
                                question(
                                        value(Map.of("to", "ann@example.com")),
                                        "tool.sideEffect",
                                        "financial"),
                                rule -> false);
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ASK);
        assertThat(verdict.obligations()).hasSize(1);
        assertThat(verdict.payload()).isPresent();
    }

    @Test
    void aRuleOutOfForceDoesNotCount() {
        Verdict verdict =
                PolicySet.of(List.of(policy("p", DENY_WRITES)))
                        .decide(
                                question("tool.sideEffect", "external_write"),
                                new RuleId("ns", "p", "no-writes")::equals);
        assertThat(verdict.decision()).isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void aRuleSpeaksOnlyWhereItsFactsAreKnown() {
        String dear =
                """
                - when: { cost.runUsd: ">5" }
                  action: { deny: true }
                """;
        assertThat(decide(dear, question("tool.sideEffect", "external_write")).decision())
                .isEqualTo(Decision.DECISION_ALLOW);
        assertThat(decide(dear, question("cost.runUsd", 5.5)).decision())
                .isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void aRuleThatCannotBeEvaluatedMatches() {
        String broken =
                """
                - expression: agent.labels['tier'] == 'gold'
                  action: { deny: true }
                """;
        assertThat(decide(broken, question("agent.labels", Map.of("env", "prod"))).decision())
                .isEqualTo(Decision.DECISION_DENY);
        assertThat(decide(broken, question("agent.labels", Map.of("tier", "silver"))).decision())
                .isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void aRuleAboutALabelIsOnlyAskedWhereThereIsOne() {
        String asking =
                """
                - when: { agent.labels.tier: gold, tool.name: t }
                  action: { deny: true }
                - expression: "('tier' in agent.labels) && agent.labels['tier'] == 'gold'"
                  action: { deny: true }
                """;
        String other =
                """
                - expression: agent.labels['tier'] == 'gold'
                  action: { deny: true }
                """;
        PolicySet set = PolicySet.of(List.of(policy("a", asking), policy("b", other)));
        assertThat(set.candidates(question("agent.labels", Map.of("env", "prod")))).isEqualTo(1);
        assertThat(set.candidates(question("agent.labels", Map.of("tier", "gold")))).isEqualTo(3);
        assertThat(set.candidates(question("agent.labels", 5))).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tool.name: github.create_issue        | tool.name            | github.create_issue | true",
                "tool.name: '!=github.create_issue'    | tool.name            | github.create_issue | false",
                "cost.runUsd: '>=3'                    | cost.runUsd          | 3                   | true",
                "cost.runUsd: '<3'                     | cost.runUsd          | 3                   | false",
                "mcpServer.trustScore: '<0.75'         | mcpServer.trustScore | 0.5                 | true",
                "model.provider: [openai, google]      | model.provider       | google              | true",
                "model.provider: [openai, google]      | model.provider       | anthropic           | false",
                "model.provider: not-allowlisted       | model.allowlisted    | false               | true",
                "model.provider: not-allowlisted       | model.allowlisted    | true                | false",
                "model.provider: unknown               | model.known          | false               | true",
                "mcpServer.schemaDrift: true           | mcpServer.schemaDrift| true                | true",
            })
    void matchersCompare(String when, String fact, String text, boolean matches) {
        Object plain =
                text.equals("true") || text.equals("false")
                        ? (Object) Boolean.valueOf(text)
                        : text.matches("[0-9.]+") ? (Object) Double.valueOf(text) : text;
        Verdict verdict =
                decide(
                        "- when: { " + when + " }\n  action: { deny: true }\n",
                        question(fact, plain));
        assertThat(verdict.decision() == Decision.DECISION_DENY).isEqualTo(matches);
    }

    @Test
    void labelsAndArgumentsAreNamedInTheMapForm() {
        String rules =
                """
                - when: { agent.labels.env: prod, tool.args.amount: ">100" }
                  action: { deny: true }
                """;
        assertThat(
                        decide(
                                        rules,
                                        question(
                                                "agent.labels",
                                                Map.of("env", "prod"),
                                                "tool.args",
                                                Map.of("amount", 120)))
                                .decision())
                .isEqualTo(Decision.DECISION_DENY);
        assertThat(
                        decide(
                                        rules,
                                        question(
                                                "agent.labels",
                                                Map.of(),
                                                "tool.args",
                                                Map.of("amount", 120)))
                                .decision())
                .isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void theDigestIsOfWhatDecides() {
        PolicySet one = PolicySet.of(List.of(policy("a", DENY_WRITES), policy("b", REDACT)));
        PolicySet same = PolicySet.of(List.of(policy("a", DENY_WRITES), policy("b", REDACT)));
        PolicySet other = PolicySet.of(List.of(policy("b", REDACT), policy("a", DENY_WRITES)));
        assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
    }
}
