package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.AgentBudgets;
import dev.joch.resource.v1alpha1.AgentFramework;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How resources look: this is what people read and compare. */
class PrintedFormTest {
    private static final Kind AGENT = Kinds.kind("Agent");

    private static Resource agent() {
        Struct workflow =
                Struct.newBuilder()
                        .putFields("z", Value.newBuilder().setNumberValue(5).build())
                        .putFields("a", Value.newBuilder().setNumberValue(0.5).build())
                        .build();
        AgentSpec spec =
                AgentSpec.newBuilder()
                        .setDisplayName("yes")
                        .setDescription("Two\nlines.\n")
                        .setFramework(
                                AgentFramework.newBuilder()
                                        .setAdapterRef(Ref.newBuilder().setName("sdk"))
                                        .setEntrypoint("a: b")
                                        .setWorkflow(Value.newBuilder().setStructValue(workflow)))
                        .addTools(Ref.newBuilder().setName("github").setNamespace("x"))
                        .addTools(Ref.newBuilder().setName("1.0"))
                        .putMemories("work.ing", Ref.getDefaultInstance())
                        .setBudgets(
                                AgentBudgets.newBuilder()
                                        .setTokenLimitPerRun(9_007_199_254_740_993L)
                                        .setCostLimitUsdPerDay(25))
                        .build();
        return AGENT.newResource()
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setName("triage")
                                .setCreatedAt(
                                        com.google.protobuf.Timestamp.newBuilder().setSeconds(0)))
                .setSpec(AGENT.spec().pack(spec))
                .build();
    }

    @Test
    void yamlReadsWellAndQuotesOnlyWhereNeeded() {
        assertThat(ResourceYaml.write(agent()))
                .isEqualTo(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Agent
                        metadata:
                          name: triage
                          creationTimestamp: "1970-01-01T00:00:00Z"
                        spec:
                          displayName: "yes"
                          description: |
                            Two
                            lines.
                          framework:
                            adapterRef:
                              name: sdk
                            entrypoint: "a: b"
                            workflow:
                              a: 0.5
                              z: 5
                          tools:
                            - name: github
                              namespace: x
                            - name: "1.0"
                          memories:
                            work.ing: {}
                          budgets:
                            tokenLimitPerRun: 9007199254740993
                            costLimitUsdPerDay: 25
                        """);
    }

    @Test
    void jsonHasTheSameNamesInTheSameOrder() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResourceJson.write(agent(), out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"apiVersion":"joch.dev/v1alpha1","kind":"Agent","metadata":{"name":"triage",\
                        "creationTimestamp":"1970-01-01T00:00:00Z"},"spec":{"displayName":"yes",\
                        "description":"Two\\nlines.\\n","framework":{"adapterRef":{"name":"sdk"},\
                        "entrypoint":"a: b","workflow":{"a":0.5,"z":5}},\
                        "tools":[{"name":"github","namespace":"x"},{"name":"1.0"}],\
                        "memories":{"work.ing":{}},"budgets":{"tokenLimitPerRun":9007199254740993,\
                        "costLimitUsdPerDay":25}}}\
                        """);
    }

    @Test
    void aListDecodesToItsItems() throws Exception {
        List<Resource> agents = List.of(agent(), agent());
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        ResourceYaml.writeList(new ListMeta("7", "next"), agents, yaml);
        assertThat(yaml.toString(StandardCharsets.UTF_8))
                .startsWith(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: List
                        metadata:
                          resourceVersion: "7"
                          continue: next
                        items:
                          - apiVersion: joch.dev/v1alpha1
                            kind: Agent
                        """);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ResourceJson.writeList(ListMeta.NONE, agents, true, json);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ResourceJson.writeLines(agents, lines);
        ByteArrayOutputStream documents = new ByteArrayOutputStream();
        ResourceYaml.writeAll(agents, documents);
        for (ByteArrayOutputStream out : List.of(yaml, json, lines, documents)) {
            Decoded decoded =
                    DocumentDecoder.decode(
                            List.of(Text.of("", out.toByteArray())), DecodeLimits.standard());
            assertThat(decoded.diagnostics()).isEmpty();
            assertThat(decoded.documents()).extracting(DecodedDocument::resource).isEqualTo(agents);
        }
    }

    @Test
    void anEmptyListIsStillAList() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResourceYaml.writeList(ListMeta.NONE, List.of(), out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("apiVersion: joch.dev/v1alpha1\nkind: List\nmetadata: {}\nitems: []\n");
    }

    @Test
    void aKindOfTheFutureIsPrintedAsTheBytesItIs() {
        Resource future = agent().toBuilder().setKind("Future").build();
        assertThat(ResourceJson.toTree(future).at("/spec/@type").asText())
                .isEqualTo("type.googleapis.com/joch.resource.v1alpha1.AgentSpec");
    }
}
