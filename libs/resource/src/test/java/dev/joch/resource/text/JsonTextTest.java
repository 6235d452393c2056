package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.util.List;

/** JSON is read as JSON, with its own escapes and mistakes. */
class JsonTextTest {

    @Test
    void jsonMayHoldTabsEscapesAndSeveralValues() throws Exception {
        Decoded decoded =
                decode(
                        "{\n"
                                + "\t\"apiVersion\":\t\"joch.dev/v1alpha1\", \"kind\": \"Agent\",\n"
                                + "\t\"metadata\": {\"name\": \"a\"},\n"
                                + "\t\"spec\": {\"displayName\": \"\\u00e9\\ud83d\\ude00\\/\\t1\"}\n"
                                + "}\n"
                                + "{\"apiVersion\": \"joch.dev/v1alpha1\", \"kind\": \"Agent\","
                                + " \"metadata\": {\"name\": \"b\"}}\n");
        assertThat(decoded.diagnostics()).isEmpty();
        assertThat(decoded.documents()).hasSize(2);
        assertThat(spec(decoded.documents().getFirst().resource()).getDisplayName())
                .isEqualTo("é😀/\t1");
    }

    @Test
    void jsonMayHoldWhatYamlMustEscape() throws Exception {
        Decoded decoded =
                decode(
                        "{\"apiVersion\": \"joch.dev/v1alpha1\", \"kind\": \"Agent\","
                                + " \"metadata\": {\"name\": \"a\"},"
                                + " \"spec\": {\"displayName\": \"\u0088\ufffe\"}}");
        assertThat(decoded.diagnostics()).isEmpty();
        Resource resource = decoded.documents().getFirst().resource();
        assertThat(spec(resource).getDisplayName()).isEqualTo("\u0088\ufffe");
        assertThat(ResourceYaml.write(resource)).contains("\\u0088\\ufffe");
    }

    @Test
    void duplicateKeysInJsonAreFoundWhereTheyStand() {
        Decoded decoded =
                decode(
                        "{\"kind\": \"Agent\",\n \"apiVersion\": \"joch.dev/v1alpha1\",\n"
                                + " \"metadata\": {\"name\": \"a\",\n  \"name\": \"b\"}}");
        assertThat(decoded.diagnostics())
                .singleElement()
                .satisfies(diagnostic -> {
                    assertThat(diagnostic.getReason()).isEqualTo("DUPLICATE_KEY");
                    assertThat(diagnostic.getField()).isEqualTo("metadata.name");
                    assertThat(diagnostic.getLine()).isEqualTo(4);
                    assertThat(diagnostic.getColumn()).isEqualTo(3);
                });
        assertThat(decoded.documents().getFirst().resource().getMetadata().getName())
                .isEqualTo("a");
    }

    @Test
    void aFileThatCallsItselfJsonIsReadAsJson() {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(Text.of("x.json", "{\n  kind: Agent}")), DecodeLimits.standard());
        assertThat(decoded.diagnostics())
                .singleElement()
                .satisfies(diagnostic -> {
                    assertThat(diagnostic.getReason()).isEqualTo("MALFORMED_JSON");
                    assertThat(diagnostic.getLine()).isEqualTo(2);
                });
    }

    private static AgentSpec spec(Resource resource) throws Exception {
        return (AgentSpec) Kinds.kind("Agent").specOf(resource);
    }

    private static Decoded decode(String text) {
        return DocumentDecoder.decode(List.of(Text.of("x.yaml", text)), DecodeLimits.standard());
    }
}
