package dev.joch.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.JsonWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.util.List;
import java.util.Map;

class YamlTextTest {

    @Test
    void looksAsPeopleWriteIt() {
        Object value =
                JsonReader.read(
                        "{\"a\":{\"b\":[1,{\"c\":\"x\",\"d\":[]}],\"e\":{}},\"t\":\"one\\ntwo\\n\",\"none\":null}");

        assertThat(YamlText.of(value))
                .isEqualTo(
                        """
                        a:
                          b:
                          - 1
                          - c: x
                            d: []
                          e: {}
                        t: |
                          one
                          two
                        none: null
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yes",
                "No",
                "on",
                "null",
                "~",
                "true",
                "1",
                "1.5",
                "1e3",
                "0x1f",
                "0o7",
                "12:30",
                "2026-05-10",
                "-",
                "- a",
                "?",
                ":",
                "a: b",
                "a #b",
                "#a",
                "a:",
                "&x",
                "*x",
                "!t",
                "|",
                ">",
                "@",
                "`",
                "%",
                "{a}",
                "[a]",
                "a,b",
                "'",
                "\"",
                "a\nb",
                "a\n",
                "a\n\n",
                "\na",
                " a\nb",
                "a\n b",
                "\ttab",
                "a\tb",
                "\u0007",
                "\u00e9\u4e2d",
                "\ud83d\ude00",
                "\u0085",
                "\u2028",
                "\ufeff",
                "a ",
                ".inf",
                ".nan",
                "=",
                "<<",
                "a\r\nb",
                "+1",
                "1_000"
            })
    void everyTextReadsBackAsItWas(String text) {
        Object value =
                Map.of(
                        "key",
                        text,
                        "list",
                        List.of(text, List.of(text)),
                        "map",
                        Map.of(text.isEmpty() ? "k" : text, text));

        Object read = new Load(LoadSettings.builder().build()).loadFromString(YamlText.of(value));

        assertThat(read).isEqualTo(value);
    }

    @Test
    void jsonReadsBackToo() {
        String json =
                "{\"a\":[1,-2.50,true,null,\"\\u0001\\\"\\\\\\n\"],\"b\":{},\"c\":[],\"d\":12345678901234567890123}";

        assertThat(JsonWriter.line(JsonReader.read(json))).isEqualTo(json);
        assertThat(JsonReader.read(JsonWriter.pretty(JsonReader.read(json))))
                .isEqualTo(JsonReader.read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,]",
                "{\"a\" 1}",
                "nul",
                "1 2",
                "\"\\q\"",
                "\"",
                "{\"a\":}",
                "--1",
                ""
            })
    void whatIsNoJsonIsRefused(String text) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(dev.joch.cli.json.JsonException.class);
    }
}
