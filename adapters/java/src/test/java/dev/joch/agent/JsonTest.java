package dev.joch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class JsonTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a \"b\" \\ \n \t \u0001 é 😀");
        value.put("whole", -123456789012345678L);
        value.put("part", 1.5e-7);
        value.put("flag", true);
        value.put("list", List.of(1L, "x", Map.of(), List.of()));
        assertThat(Json.read(Json.write(value))).isEqualTo(value);
    }

    @Test
    void nothingIsAValueToo() {
        assertThat(Json.write(Arrays.asList(1, null))).isEqualTo("[1,null]");
        assertThat(Json.readObject(" {\"a\" : null} ")).containsEntry("a", null);
    }

    @Test
    void whatHasNoPartnerIsEscaped() {
        assertThat(Json.write("\ud83d!")).isEqualTo("\"\\ud83d!\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "tru",
                "1 2",
                "\"\\x\"",
                "\"\n\"",
                "--1",
                "[1",
                "{\"a\" 1}",
                "\"\\u12\""
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.read(text));
    }

    @Test
    void nestingHasALimit() {
        assertThrows(IllegalArgumentException.class, () -> Json.read("[".repeat(100_000)));
    }

    @Test
    void numbersThatAreNoneAreNotWritten() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
    }
}
