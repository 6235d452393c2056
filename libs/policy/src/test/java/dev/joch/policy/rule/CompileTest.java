package dev.joch.policy.rule;

import static dev.joch.policy.Policies.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompileTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            value = {
                "{tool.sideEffect: external_write} | tool.sideEffect == 'external_write'",
                "{cost.runUsd: '>5'} | cost.runUsd > 5.0",
                "{cost.runUsd: '>= 2.5'} | cost.runUsd >= 2.5",
                "{cost.runUsd: 3} | cost.runUsd == 3.0",
                "{switch.warnings: '<=2'} | switch.warnings <= 2",
                "{mcpServer.schemaDrift: true} | mcpServer.schemaDrift == true",
                "{mcpServer.pinned: '!=true'} | mcpServer.pinned != true",
                "{tool.name: [a, '!=b']} | (tool.name == 'a' OR tool.name != 'b')",
                "{tool.name: '=>x'} | tool.name == '>x'",
                "{data.contains: pii} | 'pii' in data.contains",
                "{data.contains: '!=secrets'} | !('secrets' in data.contains)",
                "{model.provider: not-allowlisted} | !model.allowlisted",
                "{model.provider: [unknown, openai]} | (!model.known OR model.provider == 'openai')",
                "{agent.labels.a.b/c: x} | ('a.b/c' in agent.labels && agent.labels['a.b/c'] == 'x')",
                "{tool.args.to.city: Rome} | ('to' in tool.args && 'city' in tool.args['to'] && tool.args['to']['city'] == 'Rome')",
                "{tool.name: \"it's\"} | tool.name == 'it\\'s'",
                "{tool.name: b, cost.runUsd: '<1'} | cost.runUsd < 1.0 && tool.name == 'b'"
            })
    void theMapFormIsCel(String when, String cel) {
        CompiledPolicy policy = compiled("p", "{when: " + when + ", action: {deny: true}}");

        assertThat(policy.findings()).isEmpty();
        assertThat(policy.rules().getFirst().cel()).isEqualTo(cel.replace("OR", "||"));
        // what is decided is what the text means
        assertThat(CelText.compile(policy.rules().getFirst().cel(), "f").usable())
                .contains(policy.rules().getFirst().condition());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{tool.sideEfect: read_only} | spec.rules[0].when[\"tool.sideEfect\"] | UNKNOWN_FACT | did you mean `tool.sideEffect`?",
                "{tool.sideEffect: external-write} | spec.rules[0].when[\"tool.sideEffect\"] | BAD_VALUE | did you mean `external_write`?",
                "{cost.runUsd: much} | spec.rules[0].when[\"cost.runUsd\"] | BAD_VALUE | write a number, or a comparison such as \">5\"",
                "{cost.runUsd: '>'} | spec.rules[0].when[\"cost.runUsd\"] | BAD_VALUE | write a value behind it",
                "{tool.name: '>a'} | spec.rules[0].when[\"tool.name\"] | BAD_VALUE | use the value itself, or `!=` and the value",
                "{tool.name: 5} | spec.rules[0].when[\"tool.name\"] | BAD_VALUE | write a text",
                "{mcpServer.pinned: 'yes'} | spec.rules[0].when[\"mcpServer.pinned\"] | BAD_VALUE | write true or false",
                "{tool.name: []} | spec.rules[0].when[\"tool.name\"] | BAD_VALUE | name at least one value",
                "{agent.labels: x} | spec.rules[0].when[\"agent.labels\"] | BAD_VALUE | name one of them: agent.labels.<name>",
                "{data.contains: health} | spec.rules[0].when[\"data.contains\"] | BAD_VALUE | use one of"
            })
    void aBadMatcherIsToldWithItsField(String when, String field, String sort, String fix) {
        CompiledPolicy policy = compiled("p", "{when: " + when + ", action: {deny: true}}");

        PolicyFinding finding = policy.findings().getFirst();
        assertThat(finding.field()).isEqualTo(field);
        assertThat(finding.sort()).hasToString(sort);
        assertThat(finding.fix()).startsWith(fix.strip());
        assertThat(finding.line()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tool.sideEfect == 'a' | UNKNOWN_FACT | 1 | 1 | there is no fact `tool.sideEfect`",
                "cost.runUsd > 1 && tol.name == 'a' | UNKNOWN_FACT | 1 | 20 | there is no fact `tol.name`",
                "cost.runUsd == 'a' | BAD_EXPRESSION | 1 | 13 | found no matching overload",
                "tool.name | BAD_EXPRESSION | 1 | 5 | expected type 'bool'",
                "tool.name == | BAD_EXPRESSION | 1 | 13 | mismatched input",
                "tool.sideEffect == 'external' | BAD_VALUE | 1 | 20 | `tool.sideEffect` is never `external`",
                "'pi' in data.contains | BAD_VALUE | 1 | 1 | `data.contains` is never `pi`",
                "model.provider == 'unknown' | BAD_VALUE | 1 | 19 | `unknown` is a word of `when`",
                "tool.name.matches('(') | BAD_EXPRESSION | 1 | 19 | Regex",
            })
    void aBadExpressionIsToldWithItsPlace(
            String cel, String sort, int line, int column, String message) {
        CompiledPolicy policy =
                compiled("p", "{expression: \"" + cel + "\", action: {deny: true}}");

        PolicyFinding finding = policy.findings().getFirst();
        assertThat(finding.field()).isEqualTo("spec.rules[0].expression");
        assertThat(finding).extracting(found -> found.sort().name()).isEqualTo(sort);
        assertThat(finding.message()).contains(message.strip());
        assertThat(finding.line()).isEqualTo(line);
        assertThat(finding.column()).isEqualTo(column);
    }

    @Test
    void detectorsThatDoNotExistAreRefused() {
        CompiledPolicy policy =
                compiled(
                        "p",
                        "{when: {data.contains: pii}, action: {redact: true, redactionRules: [emails,"
                                + " names]}}");

        assertThat(policy.findings()).hasSize(1);
        assertThat(policy.findings().getFirst().field())
                .isEqualTo("spec.rules[0].action.redactionRules[1]");
    }

    @Test
    void factsThatNoHookKnowsTogetherAreAWarning() {
        CompiledPolicy policy =
                compiled("p", "{when: {memory.type: vector, tool.name: x}, action: {deny: true}}");

        assertThat(policy.sound()).isTrue();
        assertThat(policy.findings().getFirst().message())
                .isEqualTo(
                        "no hook knows memory.type and tool.name together: the rule never matches");
    }

    /** The longest that the contract takes, in the shapes that parsers like least. */
    @Test
    void noExpressionIsTooMuch() {
        for (String piece :
                new String[] {"(", "[", "{", "-", "!", "a?", "a||", "a.b(", "a&&b||", "'"}) {
            assertThat(CelText.compile(piece.repeat(4_096 / piece.length()), "f").findings())
                    .isNotEmpty();
        }
        assertThat(CelText.compile("true||".repeat(600) + "true", "f").findings()).isEmpty();
        assertThat(CelText.compile("x".repeat(5_000), "f").findings()).isNotEmpty();
        assertThat(CelText.compile("  ", "f").findings()).isNotEmpty();
    }

    @Test
    void theDigestFollowsTheContent() {
        String rule = "{when: {tool.name: a}, action: {deny: true}}";

        assertThat(compiled("p", rule).digest()).isEqualTo(compiled("p", rule).digest());
        assertThat(compiled("p", rule).digest()).isNotEqualTo(compiled("q", rule).digest());
        assertThat(compiled("p", rule).digest())
                .isNotEqualTo(compiled("p", rule.replace("a}", "b}")).digest());
    }
}
