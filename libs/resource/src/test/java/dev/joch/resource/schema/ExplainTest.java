package dev.joch.resource.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.resource.kind.Kinds;
import dev.joch.testkit.golden.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

class ExplainTest {
    private static final int WIDTH = 80;

    @ParameterizedTest
    @CsvSource({
        "agent, false, agent",
        "agent.spec.framework, false, agent.spec.framework",
        "ag.spec.observability.tracing, false, agent.spec.observability.tracing",
        "agents.spec, true, agent.spec.recursive",
        "execution.spec.retry, false, execution.spec.retry",
    })
    void tellsWhatTheContractSays(String path, boolean recursive, String file) {
        Golden.check(
                Path.of("src/test/resources/explain", file + ".txt"),
                Explain.of(path, recursive).text(WIDTH));
    }

    @Test
    void knowsTypeRequiredDefaultAndAllowedValues() {
        FieldHelp tracing = Explain.of("agent.spec.observability.tracing", false).field();
        assertThat(tracing.type()).isEqualTo("string");
        assertThat(tracing.required()).isFalse();
        assertThat(tracing.defaultValue()).isEqualTo("enabled");
        assertThat(tracing.allowed()).containsExactly("enabled", "disabled");
        FieldHelp tools = Explain.of("agent.spec.tools[3]", false).field();
        assertThat(tools.type()).isEqualTo("[]Ref");
        assertThat(tools.reference()).isEqualTo("Tool");
        assertThat(tools.limits()).contains("at most 512 elements");
        assertThat(Explain.of("agent.spec.memories", false).field().type())
                .isEqualTo("map[string]Ref");
        assertThat(Explain.of("agent.metadata.labels", false).field().type())
                .isEqualTo("map[string]string");
    }

    @Test
    void everyFieldOfEveryKindIsDocumented() {
        assertThat(Kinds.all())
                .allSatisfy(kind -> {
                    FieldHelp root = Explain.of(kind.kind(), true).field();
                    assertThat(root.description()).as(kind.kind()).isNotEmpty();
                    for (String part : new String[] {"spec", "status"}) {
                        String path = kind.kind() + "." + part;
                        FieldHelp field = Explain.of(path, true).field();
                        field.fields().forEach(child -> assertDocumented(path, child));
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agnet             | there is no kind agnet, did you mean Agent?",
                "agent.spec.tols   | spec of Agent has no field tols, did you mean tools?",
                "agent.spce        | Agent has no field spce, did you mean spec?",
                "agent.kind.x      | kind of Agent has no fields",
                "agent.spec.description.x | spec.description of Agent has no fields",
            })
    void aWrongWordIsAnsweredWithTheRightOne(String path, String message) {
        assertThatThrownBy(() -> Explain.of(path, false))
                .isInstanceOf(UnknownFieldException.class)
                .hasMessage(message);
    }

    private static void assertDocumented(String path, FieldHelp field) {
        assertThat(field.description()).as(path + "." + field.name()).isNotEmpty();
        field.fields().forEach(child -> assertDocumented(path + "." + field.name(), child));
    }
}
