package dev.joch.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.worker.run.OutputDocument.Found;
import dev.joch.worker.run.OutputDocument.Invalid;
import dev.joch.worker.run.OutputDocument.Output;
import dev.joch.worker.run.OutputDocument.TooLarge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

final class OutputDocumentTest {

    private static Found parse(String text) {
        return OutputDocument.parse(text.getBytes(StandardCharsets.UTF_8), 1000);
    }

    private static Output output(String text) {
        return (Output) parse(text);
    }

    @Test
    void aPlainObjectIsTheOutput() {
        assertThat(output("{\"answer\":\"x\",\"output\":{\"a\":1}}").output().getFieldsMap())
                .containsOnlyKeys("answer", "output");
        assertThat(output("{}").output().getFieldsMap()).isEmpty();
        assertThat(output("{\"artifacts\":[\"a\"]}").artifacts()).isEmpty();
        assertThat(output("{\"output\":7}").output().getFieldsMap()).containsOnlyKeys("output");
    }

    @Test
    void anEnvelopeIsOpened() {
        Output output =
                output("{\"output\":{\"a\":[1,null,true,\"x\"]},\"artifacts\":[\"f.txt\"]}");
        assertThat(output.output().getFieldsOrThrow("a").getListValue().getValuesList()).hasSize(4);
        assertThat(output.artifacts()).isEqualTo(List.of("f.txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":NaN}",
                "{\"a\":1e999}",
                "{\"output\":{},\"artifacts\":7}",
                "{\"output\":{},\"artifacts\":[7]}"
            })
    void everythingElseIsInvalid(String text) {
        assertThat(parse(text)).isInstanceOf(Invalid.class);
    }

    @Test
    void nestingHasALimit() {
        assertThat(parse("{\"a\":" + "[".repeat(25) + "]".repeat(25) + "}"))
                .isInstanceOf(Output.class);
        assertThat(parse("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void whatIsLargerAsAMessageIsTooLarge() {
        assertThat(parse("{\"a\":[" + "1,".repeat(300) + "1]}")).isInstanceOf(TooLarge.class);
    }
}
