package dev.joch.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.cli.json.JsonReader;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    private static final @Nullable Object DOCUMENT =
            JsonReader.read(
                    """
                    {"kind":"List","items":[
                      {"metadata":{"name":"a","labels":{"app.kubernetes.io/name":"x"}},"n":1,"ready":true},
                      {"metadata":{"name":"b"},"n":2.5,"ready":false},
                      {"metadata":{"name":"c"},"n":3,"list":["p","q","r"]}]}
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {.kind}                                              | List
                    {$.kind}                                             | List
                    .kind                                                | List
                    kind                                                 | List
                    {.items[0].metadata.name}                            | a
                    {.items[-1].metadata.name}                           | c
                    {.items[*].metadata.name}                            | a b c
                    {.items[0:2].metadata.name}                          | a b
                    {.items[1:].n}                                       | 2.5 3
                    {.items[?(@.n==3)].metadata.name}                    | c
                    {.items[?(@.metadata.name!="b")].metadata.name}      | a c
                    {.items[?(@.list)].metadata.name}                    | c
                    {..name}                                             | a b c
                    {.items[0].metadata.labels.app\\.kubernetes\\.io/name} | x
                    {.items[0].metadata.labels['app.kubernetes.io/name']} | x
                    {.items[2].list}                                     | ["p","q","r"]
                    {.items[0].metadata['name']}                         | a
                    {range .items[*]}{.metadata.name}={.n};{end}         | a=1;b=2.5;c=3;
                    {range .items[*]}{.metadata.name}{" of "}{$.kind}{","}{end} | a of List,b of List,c of List,
                    name: {.items[0].metadata.name}!                     | name: a!
                    """)
    void findsWhatKubectlFinds(String template, String expected) {
        assertThat(JsonPath.parse(template).render(DOCUMENT)).isEqualTo(expected);
    }

    @Test
    void quotedTextKnowsLineBreaksAndTabs() {
        String template = "{range .items[*]}{.metadata.name}{\"\\t\"}{.ready}{'\\n'}{end}";

        assertThat(JsonPath.parse(template).render(DOCUMENT)).isEqualTo("a\ttrue\nb\tfalse\nc\t\n");
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertThat(JsonPath.parse("{.nothing.of[7].this}").render(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{.a", "{range .items[*]}", "{end}", "{.a[}", "{.a[x]}", "{\"open}"})
    void whatCannotBeReadIsSaid(String template) {
        assertThatThrownBy(() -> JsonPath.parse(template)).isInstanceOf(FailureException.class);
    }
}
