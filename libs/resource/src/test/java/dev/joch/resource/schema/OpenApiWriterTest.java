package dev.joch.resource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

class OpenApiWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = JSON.valueToTree(OpenApiWriter.tree());
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");

    @Test
    void isValidUnderTheSchemaOfOpenApi() throws IOException {
        assertThat(faults(DOCUMENT)).isEmpty();
    }

    @Test
    void theSchemaOfOpenApiNoticesWhatIsWrong() throws IOException {
        ObjectNode withoutInfo = DOCUMENT.deepCopy();
        withoutInfo.remove("info");
        assertThat(faults(withoutInfo)).isNotEmpty();
        ObjectNode wrongPlace = DOCUMENT.deepCopy();
        ((ObjectNode) wrongPlace.at("/paths/~1v1~1version/get")).put("parameters", "none");
        assertThat(faults(wrongPlace)).isNotEmpty();
    }

    private static Set<ValidationMessage> faults(JsonNode document) throws IOException {
        try (InputStream schema =
                OpenApiWriterTest.class.getResourceAsStream("/openapi/openapi-3.1.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(document);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "post, /v1/resources/apply",
        "get, /v1/namespaces/{namespace}/agents",
        "get, /v1/namespaces/{namespace}/agents/{name}",
        "get, /v1/namespaces/{namespace}/agents/{name}/agbom",
        "get, /v1/namespaces/{namespace}/executions",
        "post, /v1/namespaces/{namespace}/executions",
        "get, /v1/namespaces/{namespace}/toolcalls",
        "get, /v1/namespaces/{namespace}/approvals",
        "post, /v1/namespaces/{namespace}/approvals/{id}/decide",
        "post, /v1/eval/{name}/run",
        "post, /v1/promote",
    })
    void hasThePathsOfTheSource(String verb, String path) {
        assertThat(DOCUMENT.path("paths").path(path).has(verb)).isTrue();
    }

    @Test
    void tellsHowToWatchByGetAndByItsOwnMethod() {
        JsonNode path = DOCUMENT.path("paths").path("/v1/resources");
        assertThat(path.path("x-methods").has("WATCH")).isTrue();
        assertThat(names(path.path("get"), "query"))
                .contains("watch", "resourceVersion", "selector", "limit", "continue");
        assertThat(path.at("/get/responses/200/content").has("application/x-ndjson")).isTrue();
        assertThat(path.at("/get/responses/200/content").has("text/event-stream")).isTrue();
    }

    @Test
    void whatComesLaterSaysSo() {
        List<String> planned = new ArrayList<>();
        forEachOperation((place, operation) -> {
            boolean marked = operation.path("x-joch-status").asText().equals("planned");
            assertThat(operation.at("/responses").has("501")).as(place).isEqualTo(marked);
            if (marked) {
                planned.add(place);
            }
        });
        assertThat(planned).hasSize(7);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = DOCUMENT.findValues("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(DOCUMENT.at(reference.asText().substring(1)).isMissingNode())
                                .as(reference.asText())
                                .isFalse());
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        Set<String> seen = new HashSet<>();
        forEachOperation((place, operation) ->
                assertThat(seen.add(operation.path("operationId").asText())).as(place).isTrue());
        assertThat(seen)
                .contains(
                        "getAgent",
                        "listPolicies",
                        "listAgentsInAllNamespaces",
                        "getTeam",
                        "applyResources");
    }

    @Test
    void parametersAreThoseOfThePathAndNoneComesTwice() {
        forEachOperation((place, operation) -> {
            Set<String> inPath = new TreeSet<>();
            for (String part : place.split("/", -1)) {
                if (part.startsWith("{")) {
                    inPath.add(part.substring(1, part.length() - 1));
                }
            }
            assertThat(names(operation, "path"))
                    .as(place)
                    .containsExactlyInAnyOrderElementsOf(inPath);
            assertThat(names(operation, "query")).as(place).doesNotHaveDuplicates();
        });
    }

    @Test
    void noTwoPathsAreTheSameButForNames() {
        Set<String> shapes = new HashSet<>();
        DOCUMENT.path("paths")
                .fieldNames()
                .forEachRemaining(path ->
                        assertThat(shapes.add(path.replaceAll("\\{[^}]*}", "{}")))
                                .as(path)
                                .isTrue());
    }

    @Test
    void everyOperationNeedsATokenAndCanFail() {
        assertThat(DOCUMENT.at("/security/0").has("bearer")).isTrue();
        assertThat(DOCUMENT.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        forEachOperation((place, operation) ->
                assertThat(operation.at("/responses/default/$ref").asText())
                        .as(place)
                        .isEqualTo("#/components/responses/Problem"));
    }

    private static List<String> names(JsonNode operation, String in) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals(in)) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    private static void forEachOperation(BiConsumer<String, JsonNode> check) {
        for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
                if (VERBS.contains(verb.getKey())) {
                    check.accept(verb.getKey() + " " + path.getKey(), verb.getValue());
                }
            }
        }
    }
}
