package dev.joch.policy.rule;

import static dev.joch.policy.Policies.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CompiledPolicyTest {

    private static PolicyFinding only(String condition) {
        CompiledPolicy policy = policy("p", "- " + condition + "\n  action: { deny: true }\n");
        assertThat(policy.findings()).hasSize(1);
        return policy.findings().getFirst();
    }

    @Test
    void anUnknownFactIsFoundWithTheOneThatWasMeant() {
        PolicyFinding finding = only("when: { tool.sideEfect: external_write }");
        assertThat(finding.field()).isEqualTo("spec.rules[0].when[\"tool.sideEfect\"]");
        assertThat(finding.fix()).contains("tool.sideEffect");
    }

    @Test
    void aMatcherOfTheWrongTypeIsFound() {
        assertThat(only("when: { cost.runUsd: many }").message()).contains("is a number");
        assertThat(only("when: { mcpServer.schemaDrift: 'yes' }").message())
                .contains("true or false");
        assertThat(only("when: { tool.name: '>5' }").message()).contains("cannot be compared");
        assertThat(only("when: { tool.args: x }").fix()).contains("tool.args.<name>");
    }

    @Test
    void aTypeErrorInAnExpressionIsFoundWithItsPlace() {
        PolicyFinding finding = only("expression: tool.sideEffect > 5 && cost.runUsd > 1.0");
        assertThat(finding.field()).isEqualTo("spec.rules[0].expression");
        assertThat(finding.line()).isEqualTo(1);
        assertThat(finding.column()).isEqualTo(17);
    }

    @Test
    void anExpressionThatIsNoConditionIsFound() {
        assertThat(only("expression: cost.runUsd + 1.0").message()).contains("bool");
        assertThat(only("expression: tool.colour == 'red'").message())
                .contains("no fact `tool.colour`");
    }

    @Test
    void wordsThatNoRuleCanFindAreRefused() {
        CompiledPolicy policy =
                policy("p", "- action: { redact: true, redactionRules: [names] }\n");
        assertThat(policy.findings())
                .extracting(PolicyFinding::field)
                .containsExactly("spec.rules[0].action.redactionRules[0]");
    }

    @Test
    void wholeNumbersMayBeComparedWithCosts() {
        assertThat(
                        policy("p", "- expression: cost.runUsd > 5\n  action: { deny: true }\n")
                                .findings())
                .isEmpty();
    }
}
