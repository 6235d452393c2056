package dev.joch.admission.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tool.sideEffect == 'external_write' && cost.runUsd > 5.0",
                "tags.exists(t, t.startsWith('pii'))",
                "!(has(agent.team)) || size(args) > 3",
                "a ? b : c in [1, 2]"
            })
    void conditionsAreRead(String text) {
        assertThat(Expressions.problem(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a ==, 'line 1, column 5'",
        "a && && b, 'line 1, column 6'",
        "(a, 'line 1, column 3'",
        "a b, 'line 1, column 3'",
        "'a ||\n| b', 'line 2, column 1'",
        "' ', empty"
    })
    void whatIsNoConditionIsToldWhere(String text, String place) {
        assertThat(Expressions.problem(text))
                .hasValueSatisfying(found -> assertThat(found).contains(place));
    }

    /** The longest that the contract takes, in the shapes that parsers like least. */
    @Test
    void noConditionIsTooMuchForTheParser() {
        for (String piece :
                new String[] {"(", "[", "{", "-", "!", "a?", "a||", "a.b(", "a&&b||", "'"}) {
            assertThat(Expressions.problem(piece.repeat(4_096 / piece.length()))).isPresent();
        }
        assertThat(Expressions.problem("a||".repeat(1_300) + "a")).isEmpty();
    }
}
