package dev.joch.resource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.ValidationMessage;

import dev.joch.resource.field.Examples;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.ResourceJson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

class JsonSchemaWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.builder()
                    .defaultMetaSchemaIri(JsonMetaSchema.getV202012().getIri())
                    .metaSchema(
                            JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                                    .keyword(new NonValidationKeyword("x-joch-reference"))
                                    .build())
                    .build();

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/kinds"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesAreValidAsTheyStand(Path file) throws IOException {
        for (Object document :
                new Load(LoadSettings.builder().build())
                        .loadAllFromString(Files.readString(file))) {
            JsonNode tree = JSON.valueToTree(document);
            Kind kind = Kinds.kind(tree.path("kind").asText());
            assertThat(faults(kind, tree)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesAreValidAsJochPrintsThem(Path file) throws IOException {
        JsonNode tree = ResourceJson.toTree(Examples.of(Files.readString(file)));
        assertThat(faults(Kinds.kind(tree.path("kind").asText()), tree)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', sped, 1",
        "/metadata, nam, 1",
        "/spec, framwork, 1",
        "/spec/framework/adapterRef, nmae, 1",
        "/spec/observability, tracin, enabled",
    })
    void typosAreRefused(String parent, String field, String value) {
        ObjectNode agent = agent();
        ((ObjectNode) agent.at(parent)).put(field, value);
        assertThat(faults(Kinds.kind("Agent"), agent))
                .anySatisfy(fault -> assertThat(fault.getMessage()).contains(field));
    }

    @ParameterizedTest
    @CsvSource({
        "/spec/observability, tracing, on",
        "/spec/budgets, tokenLimitPerRun, many",
        "/spec/budgets, tokenLimitPerRun, -1",
        "'', kind, Tool",
        "'', apiVersion, joch.dev/v2",
        "/spec, tools, x",
    })
    void wrongValuesAreRefused(String parent, String field, String value) throws IOException {
        ObjectNode agent = agent();
        JsonNode node = value.equals("-1") ? JSON.readTree(value) : JSON.valueToTree(value);
        ((ObjectNode) agent.at(parent)).set(field, node);
        assertThat(faults(Kinds.kind("Agent"), agent)).isNotEmpty();
    }

    @Test
    void whatIsRequiredIsMissed() {
        ObjectNode agent = agent();
        ((ObjectNode) agent.at("/spec")).remove("framework");
        assertThat(faults(Kinds.kind("Agent"), agent)).isNotEmpty();
    }

    @Test
    void theAliasOfTheGroupIsAccepted() {
        ObjectNode execution = (ObjectNode) ResourceJson.toTree(Examples.named("execution"));
        execution.put("apiVersion", Kinds.ALIAS_API_VERSION);
        assertThat(faults(Kinds.kind("Execution"), execution)).isEmpty();
    }

    private static ObjectNode agent() {
        return (ObjectNode) ResourceJson.toTree(Examples.named("agent"));
    }

    private static Set<ValidationMessage> faults(Kind kind, JsonNode document) {
        JsonSchema schema = SCHEMAS.getSchema(JSON.valueToTree(JsonSchemaWriter.tree(kind)));
        return schema.validate(document);
    }
}
