package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ConversationLog;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every example parses without a word, and prints back with the same names and values. */
class ExamplesTest {
    private static final DecodeLimits LIMITS = DecodeLimits.standard().acceptingStatus();
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> resources() {
        return Examples.all().stream().filter(file -> !isLog(file)).toList();
    }

    static List<Path> logs() {
        return Examples.all().stream().filter(ExamplesTest::isLog).toList();
    }

    private static boolean isLog(Path file) {
        return Examples.text(file).bytes().toStringUtf8().startsWith("conversation:");
    }

    @ParameterizedTest
    @MethodSource("resources")
    void anExamplePrintsBackWithTheSameNamesAndValues(Path file) {
        Text text = Examples.text(file);
        Decoded decoded = DocumentDecoder.decode(List.of(text), LIMITS);
        assertThat(decoded.diagnostics()).isEmpty();
        List<JsonNode> printed = new ArrayList<>();
        for (DecodedDocument document : decoded.documents()) {
            assertThat(document.incomplete()).isFalse();
            printed.add(plain(load(ResourceYaml.write(document.resource())).getFirst()));
        }
        List<JsonNode> written = new ArrayList<>();
        for (JsonNode document : load(text.bytes().toStringUtf8())) {
            JsonNode plain = plain(document);
            Kind kind = Kinds.kind(plain.path("kind").asText());
            ((com.fasterxml.jackson.databind.node.ObjectNode) plain)
                    .put("apiVersion", kind.apiVersion());
            written.add(plain);
        }
        assertThat(printed).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void whatIsPrintedDecodesToAnEqualResource(Path file) throws Exception {
        for (DecodedDocument document :
                DocumentDecoder.decode(List.of(Examples.text(file)), LIMITS).documents()) {
            Resource resource = document.resource();
            assertThat(again(ResourceYaml.write(resource))).isEqualTo(resource);
            assertThat(again(ResourceJson.write(resource))).isEqualTo(resource);
            ByteArrayOutputStream compact = new ByteArrayOutputStream();
            ResourceJson.write(resource, compact);
            assertThat(again(compact.toString(java.nio.charset.StandardCharsets.UTF_8)))
                    .isEqualTo(resource);
            Decoded tree = ResourceJson.fromTree(ResourceJson.toTree(resource), LIMITS);
            assertThat(tree.diagnostics()).isEmpty();
            assertThat(tree.documents().getFirst().resource()).isEqualTo(resource);
            assertThat(JSON.readTree(ResourceJson.write(resource)))
                    .isEqualTo(JSON.readTree(compact.toByteArray()));
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aConversationLogPrintsBackWithTheSameNamesAndValues(Path file) throws Exception {
        Text text = Examples.text(file);
        DecodedMessage<ConversationLog> log = ConversationLogText.decode(text, LIMITS);
        assertThat(log.diagnostics()).isEmpty();
        assertThat(log.message().getEventsCount()).isPositive();
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        ConversationLogText.writeYaml(log.message(), yaml);
        String printed = yaml.toString(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(plain(load(printed).getFirst()))
                .isEqualTo(plain(load(text.bytes().toStringUtf8()).getFirst()));
        assertThat(ConversationLogText.decode(Text.of("", printed), LIMITS).message())
                .isEqualTo(log.message());
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ConversationLogText.writeJson(log.message(), json);
        assertThat(ConversationLogText.decode(Text.of("", json.toByteArray()), LIMITS).message())
                .isEqualTo(log.message());
    }

    @Test
    void everyKindHasAnExample() {
        List<String> shown =
                Examples.kinds().stream()
                        .flatMap(file ->
                                DocumentDecoder.decode(List.of(Examples.text(file)), LIMITS)
                                        .documents()
                                        .stream())
                        .map(document -> document.resource().getKind())
                        .toList();
        assertThat(Kinds.all()).extracting(Kind::kind).allMatch(shown::contains);
    }

    private static Resource again(String text) {
        Decoded decoded = DocumentDecoder.decode(List.of(Text.of("again", text)), LIMITS);
        assertThat(decoded.diagnostics()).as(text).isEmpty();
        return decoded.documents().getFirst().resource();
    }

    /** Another reader than ours. */
    private static List<JsonNode> load(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            if (document != null) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }

    /**
     * Without what both forms leave open: empty lists, the sort of a number, the zone of a time.
     */
    private static JsonNode plain(JsonNode node) {
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isNull()
                        && !(field.getValue().isArray() && field.getValue().isEmpty())) {
                    object.set(field.getKey(), plain(field.getValue()));
                }
            }
            return object;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> array.add(plain(item)));
            return array;
        }
        return node.isNumber() ? JsonNodeFactory.instance.numberNode(node.asDouble()) : node;
    }
}
