package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.resource.field.InvalidPatchException.Fault;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcePatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Resource AGENT = stored();

    @Test
    void mergeChangesSpecLabelsAnnotationsAndFinalizers() throws JsonProcessingException {
        Resource after =
                ResourcePatch.merge(
                        AGENT,
                        tree(
                                """
                                {'metadata': {'labels': {'env': null, 'tier': 'gold'}, 'annotations': {'a': 'b'}, 'finalizers': ['f']},
                                 'spec': {'description': 'new', 'observability': {'tracing': 'disabled'}}}
                                """));
        assertThat(after.getMetadata().getLabelsMap())
                .containsEntry("tier", "gold")
                .doesNotContainKey("env");
        assertThat(after.getMetadata().getAnnotationsMap()).containsEntry("a", "b");
        assertThat(after.getMetadata().getFinalizersList()).containsExactly("f");
        assertThat(FieldPath.parse("spec.description").readText(after)).contains("new");
        assertThat(FieldPath.parse("spec.framework.adapterRef.name").readText(after)).contains("x");
    }

    @Test
    void everythingElseStaysAsItWas() throws JsonProcessingException {
        Resource after = ResourcePatch.merge(AGENT, tree("{'spec': {'description': 'new'}}"));
        assertThat(after.toBuilder().setSpec(AGENT.getSpec()).build()).isEqualTo(AGENT);
        assertThat(after.getMetadata().getTenant()).isEqualTo("t");
        assertThat(after.getStatus()).isEqualTo(AGENT.getStatus());
    }

    @Test
    void aWholeDocumentThatRepeatsWhatIsSoIsAccepted() throws JsonProcessingException {
        Resource after =
                ResourcePatch.merge(
                        AGENT,
                        tree(
                                "{'apiVersion': 'joch.dev/v1alpha1', 'kind': 'Agent', 'metadata': {'name': 'a'}, 'spec': {}}"));
        assertThat(after).isEqualTo(AGENT);
    }

    @Test
    void jsonPatchTestsAnythingAndChangesTheSpec() throws JsonProcessingException {
        Resource after =
                ResourcePatch.json(
                        AGENT,
                        tree(
                                """
                                [{'op': 'test', 'path': '/metadata/name', 'value': 'a'},
                                 {'op': 'add', 'path': '/spec/tools', 'value': [{'name': 't'}]},
                                 {'op': 'remove', 'path': '/metadata/labels/env'}]
                                """));
        assertThat(FieldPath.parse("spec.tools[0].name").readText(after)).contains("t");
        assertThat(after.getMetadata().getLabelsMap()).doesNotContainKey("env");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'metadata': {'name': 'b'}}                       | /metadata/name            | FORBIDDEN",
                "{'metadata': {'resourceVersion': '1'}}            | /metadata/resourceVersion | FORBIDDEN",
                "{'metadata': null}                                | /metadata                 | FORBIDDEN",
                "{'status': {'phase': 'Failed'}}                   | /status                   | FORBIDDEN",
                "{'kind': 'Tool'}                                  | /kind                     | FORBIDDEN",
                "{'spec': {'descripton': 'x'}}                     | spec.descripton           | INVALID_RESULT",
                "{'spec': {'tools': 'x'}}                          | spec.tools                | INVALID_RESULT",
                "[]                                                | ~~                        | MALFORMED",
            })
    void aMergeOfAnythingElseIsRefused(String patch, String path, Fault fault) {
        InvalidPatchException refused =
                catchThrowableOfType(
                        InvalidPatchException.class, () -> ResourcePatch.merge(AGENT, tree(patch)));
        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[{'op':'add','path':'/spec/description','value':'x'},{'op':'replace','path':'/metadata/name','value':'b'}] | 1",
                "[{'op':'remove','path':'/status'}]                                          | 0",
                "[{'op':'replace','path':'','value':{}}]                                     | 0",
                "[{'op':'move','from':'/metadata/name','path':'/spec/description'}]          | 0",
            })
    void aJsonPatchOfAnythingElseNamesTheOperation(String patch, int operation) {
        InvalidPatchException refused =
                catchThrowableOfType(
                        InvalidPatchException.class, () -> ResourcePatch.json(AGENT, tree(patch)));
        assertThat(refused.fault()).isEqualTo(Fault.FORBIDDEN);
        assertThat(refused.operation()).isEqualTo(operation);
    }

    private static Resource stored() {
        Resource agent =
                Examples.of(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Agent
                        metadata: {name: a, namespace: n, labels: {env: prod, owner: o}}
                        spec: {framework: {adapterRef: {name: x}}, budgets: {tokenLimitPerRun: 9007199254740993}}
                        status: {phase: Ready}
                        """);
        ObjectMeta metadata =
                agent.getMetadata().toBuilder()
                        .setTenant("t")
                        .setUid("u")
                        .setGeneration(3)
                        .setResourceVersion("42")
                        .build();
        return agent.toBuilder().setMetadata(metadata).build();
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json.replace('\'', '"'));
    }
}
