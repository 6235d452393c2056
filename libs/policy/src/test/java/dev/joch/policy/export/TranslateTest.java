package dev.joch.policy.export;

import static dev.joch.policy.Policies.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.testkit.golden.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

final class TranslateTest {

    private static final CompiledPolicy DENIALS =
            compiled(
                    "denials",
                    "{name: costs, when: {cost.runUsd: '>5', tool.sideEffect: [financial,"
                            + " external_write]}, action: {deny: true, reason: budget-exceeded}}",
                    "{when: {model.provider: not-allowlisted}, action: {deny: true}}",
                    "{when: {data.contains: '!=pii', agent.labels.env: '!=prod'}, action: {deny:"
                            + " true}}",
                    "{expression: \"!(tool.name in ['a', 'b'] || agent.labels.tier == 'gold')\","
                            + " action: {deny: true}}",
                    "{expression: \"tool.name == 'say \\\"x\\\"' && switch.warnings >= 2\","
                            + " action: {deny: true}}",
                    "{expression: 'false', action: {deny: true}}",
                    "{when: {tool.args.to.city: Rome}, action: {deny: true}}");

    private static final CompiledPolicy ALL =
            compiled(
                    "all-effects",
                    "{when: {tool.sideEffect: external_write}, require: {approval: human,"
                            + " approvalRouting: {approvers: ['team:leads']}}}",
                    "{when: {data.contains: pii}, action: {redact: true, redactionRules: [emails,"
                            + " ssn]}}",
                    "{when: {tool.args.amount: '>100'}, action: {deny: true, reason: large}}",
                    "{name: never-in-lab, when: {environment: lab}, action: {deny: true}}");

    private static void golden(Target target, CompiledPolicy policy) {
        Translation translation = target.translate(policy);
        assertThat(translation.refusals()).isEmpty();
        Golden.check(
                Path.of("src/test/golden", policy.name() + "." + target.word()),
                translation.text());
    }

    @Test
    void denialsAreSaidInBothLanguages() {
        golden(Target.REGO, DENIALS);
        golden(Target.CEDAR, DENIALS);
    }

    @Test
    void regoSaysAllEffects() {
        golden(Target.REGO, ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            value = {
                "rego | {expression: \"tool.name == 'a' && tool.name.startsWith('x')\", action: {deny: true}} | spec.rules[0].expression | line 1, column 41: this part of the expression only CEL can say",
                "cedar | {expression: \"size(agent.labels) > 2\", action: {deny: true}} | spec.rules[0].expression | line 1, column 20: this part of the expression only CEL can say",
                "cedar | {when: {tool.name: a}, require: {approval: human}} | spec.rules[0].require | Cedar says yes or no and knows no approval",
                "cedar | {when: {tool.name: a}, action: {redact: true}} | spec.rules[0].action | Cedar says yes or no and knows no redaction",
                "cedar | {when: {cost.runUsd: '>0.00001'}, action: {deny: true}} | spec.rules[0].when | Cedar's decimals have at most 4 digits",
                "cedar | {when: {tool.args.n: '>3'}, action: {deny: true}} | spec.rules[0].when | Cedar must know the type of `tool.args.n`",
                "cedar | {expression: \"tool.name < 'b'\", action: {deny: true}} | spec.rules[0].expression | Cedar does not order texts",
                "cedar | {expression: \"switch.warnings > 1.5\", action: {deny: true}} | spec.rules[0].expression | is a whole number"
            })
    void whatALanguageCannotSayIsRefusedWithItsPlace(
            String target, String rule, String field, String message) {
        Translation translation = Target.named(target).orElseThrow().translate(compiled("p", rule));

        assertThat(translation.text()).isEmpty();
        assertThat(translation.refusals()).hasSize(1);
        assertThat(translation.refusals().getFirst().field()).isEqualTo(field);
        assertThat(translation.refusals().getFirst().message()).contains(message);
    }
}
