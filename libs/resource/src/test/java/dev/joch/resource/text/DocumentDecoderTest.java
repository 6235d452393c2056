package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.SourceMap.Position;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class DocumentDecoderTest {
    private static final String TWO =
            """
            # a comment first
            ---
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata: {name: one, labels: {a.b/c: x}}
            spec:
              description: |
                Two
                lines.
              tools:
                - name: github
                - {name: slack}
            ---
            # nothing here
            ---
            apiVersion: joch.dev/v1alpha1
            kind: Execution
            metadata: {name: two, namespace: prod}
            """;

    @Test
    void documentsAreCountedInTheirTextAndInTheRequest() {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(Text.of("a.yaml", TWO), Text.of("b.yaml", TWO)),
                        DecodeLimits.standard());
        assertThat(decoded.diagnostics()).isEmpty();
        assertThat(decoded.documents())
                .extracting(DecodedDocument::index)
                .containsExactly(0, 1, 2, 3);
        assertThat(decoded.documents())
                .extracting(DecodedDocument::document)
                .containsExactly(0, 1, 0, 1);
        assertThat(decoded.documents())
                .extracting(DecodedDocument::source)
                .containsExactly("a.yaml", "a.yaml", "b.yaml", "b.yaml");
        assertThat(decoded.documents())
                .extracting(DecodedDocument::line)
                .containsExactly(3, 16, 3, 16);
    }

    @Test
    void theAliasGroupIsNormalisedToTheKindsOwn() {
        assertThat(decode(TWO).documents())
                .extracting(document -> document.resource().getApiVersion())
                .containsExactly("joch.dev/v1alpha1", "runtime.joch.dev/v1alpha1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec.tools[1].name|12:14",
                "spec.tools[0]|11:7",
                "spec.tools|10:3",
                "spec.tools[7].name|10:3",
                "spec.framework.adapterRef|6:1",
                "metadata.labels[\"a.b/c\"]|5:39",
                "metadata.labels['a.b/c']|5:39",
                "metadata.labels.a.b/c|5:39",
                "spec.description|7:16",
                "status.phase|3:1",
                "|3:1"
            })
    void aFieldIsFoundWhereItStoodOrWhereItsParentStood(String path, String place) {
        Position position =
                decode(TWO).documents().getFirst().positions().find(path == null ? "" : path);
        assertThat(position.line() + ":" + position.column()).isEqualTo(place);
    }

    @Test
    void aListStandsForItsItems() {
        Decoded decoded =
                decode(
                        """
                        apiVersion: v1
                        kind: List
                        metadata: {resourceVersion: "7", continue: x}
                        items:
                          - {apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: a}}
                          - apiVersion: joch.dev/v1alpha1
                            kind: Agent
                            metadata: {name: b}
                            spec: {oops: 1}
                        """);
        assertThat(decoded.documents())
                .extracting(document -> document.resource().getMetadata().getName())
                .containsExactly("a", "b");
        assertThat(decoded.documents())
                .extracting(DecodedDocument::incomplete)
                .containsExactly(false, true);
        assertThat(decoded.diagnostics())
                .singleElement()
                .satisfies(diagnostic -> {
                    assertThat(diagnostic.getDocument()).isEqualTo(1);
                    assertThat(diagnostic.getLine()).isEqualTo(9);
                    assertThat(diagnostic.getField()).isEqualTo("spec.oops");
                    assertThat(diagnostic.getResource()).isEqualTo("Agent/b");
                });
    }

    @Test
    void oneBadDocumentDoesNotHideTheOthers() {
        Decoded decoded =
                decode(
                        """
                        kind: [unclosed
                        ---
                        apiVersion: joch.dev/v1alpha1
                        kind: Agent
                        metadata: {name: a, namespace: prod}
                        spec: {descriptio: x}
                        ---
                        a: b: c
                        ---
                        apiVersion: joch.dev/v1alpha1
                        kind: Agent
                        metadata: {name: b}
                        """);
        assertThat(decoded.diagnostics())
                .extracting(diagnostic -> diagnostic.getReason() + " " + diagnostic.getLine())
                .containsExactly("MALFORMED_YAML 2", "UNKNOWN_FIELD 6", "MALFORMED_YAML 8");
        assertThat(decoded.diagnostics().get(1).getResource()).isEqualTo("Agent/prod/a");
        assertThat(decoded.documents())
                .extracting(document -> document.resource().getMetadata().getName())
                .containsExactly("a", "b");
    }

    @Test
    void aFewAliasesAreWelcome() throws Exception {
        Decoded decoded =
                decode(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Agent
                        metadata: {name: a}
                        spec:
                          tools: &tools [{name: x}, {name: y}]
                          mcpServers: *tools
                        """);
        assertThat(decoded.diagnostics()).isEmpty();
        assertThat(spec(decoded.documents().getFirst().resource()).getMcpServersCount())
                .isEqualTo(2);
    }

    @Test
    void aStatusIsDroppedWithAWarningUnlessTheCallerMayWriteIt() {
        String text =
                """
                apiVersion: joch.dev/v1alpha1
                kind: Agent
                metadata: {name: a, uid: u, generation: 3, resourceVersion: "9"}
                status: {phase: Ready}
                """;
        Decoded dropped = decode(text);
        assertThat(dropped.hasErrors()).isFalse();
        assertThat(dropped.diagnostics())
                .extracting(Diagnostic::getReason)
                .containsExactly("STATUS_IGNORED");
        assertThat(dropped.documents().getFirst().incomplete()).isFalse();
        assertThat(dropped.documents().getFirst().resource().hasStatus()).isFalse();
        assertThat(dropped.documents().getFirst().resource().getMetadata().getGeneration())
                .isEqualTo(3);
        Decoded kept =
                DocumentDecoder.decode(
                        List.of(Text.of("", text)), DecodeLimits.standard().acceptingStatus());
        assertThat(kept.diagnostics()).isEmpty();
        assertThat(kept.documents().getFirst().resource().hasStatus()).isTrue();
    }

    @Test
    void aConversationLogIsAConversationWithoutItsMessages() {
        Decoded decoded =
                decode(
                        """
                        conversation:
                          apiVersion: joch.dev/v1alpha1
                          kind: Conversation
                          metadata: {name: c}
                          spec: {agentRef: {name: a}}
                          events: [{role: user}]
                        """);
        assertThat(decoded.diagnostics())
                .extracting(Diagnostic::getReason)
                .containsExactly("EVENTS_IGNORED");
        assertThat(decoded.documents().getFirst().resource().getApiVersion())
                .isEqualTo("runtime.joch.dev/v1alpha1");
    }

    @Test
    void problemsBeyondTheLimitAreCounted() {
        StringBuilder text = new StringBuilder("apiVersion: joch.dev/v1alpha1\nkind: Agent\n");
        text.append("metadata: {name: a}\nspec:\n");
        for (int i = 0; i < 700; i++) {
            text.append("  x").append(i).append(": 1\n");
        }
        Decoded decoded = decode(text.toString());
        assertThat(decoded.diagnostics()).hasSize(500);
        assertThat(decoded.omitted()).isEqualTo(200);
    }

    @Test
    void aByteOrderMarkAndWindowsLinesDoNotMatter() {
        Decoded decoded = decode("\ufeff" + TWO.replace("\n", "\r\n"));
        assertThat(decoded.diagnostics()).isEmpty();
        assertThat(decoded.documents()).hasSize(2);
    }

    @Test
    void anEmptyTextHoldsNothing() {
        assertThat(decode("").documents()).isEmpty();
        assertThat(decode("# only words\n---\n...\n").documents()).isEmpty();
        assertThat(decode("").diagnostics()).isEmpty();
    }

    private static AgentSpec spec(Resource resource) throws Exception {
        return (AgentSpec) Kinds.kind("Agent").specOf(resource);
    }

    private static Decoded decode(String text) {
        return DocumentDecoder.decode(List.of(Text.of("x.yaml", text)), DecodeLimits.standard());
    }
}
