package dev.joch.admission.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.admission.Desk;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each part of a name between dots begins and ends with a letter or digit. */
final class NamesTest {

    private static String findings(String kind, String spec, String name) {
        return String.join(
                "\n",
                new Desk()
                        .findings(
                                "{apiVersion: joch.dev/v1alpha1, kind: %s, metadata: {name: \"%s\"}, spec: %s}"
                                        .formatted(kind, name, spec)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "a.b", "a-b.c--d", "v1.2.3", "a.1-b"})
    void theseAreNames(String name) {
        assertThat(findings("Budget", "{}", name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-a", "a-", ".a", "a.", "a..b", "a.-b", "a-.b", "-", "A", "a_b", "a b", "é"})
    void theseAreNot(String name) {
        assertThat(findings("Budget", "{}", name)).contains("ERROR INVALID_NAME metadata.name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_a", "a_", "a._b", "a_.b"})
    void underscoresOfToolsStayInside(String name) {
        String spec = "{type: function, sideEffects: {level: read_only}}";
        assertThat(findings("Tool", spec, "a_b.c_d")).isEmpty();
        assertThat(findings("Tool", spec, name)).contains("ERROR INVALID_NAME metadata.name");
    }
}
