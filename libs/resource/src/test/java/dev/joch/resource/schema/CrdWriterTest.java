package dev.joch.resource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

class CrdWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Kind> kinds() {
        return Kinds.all().stream().filter(kind -> !kind.internal());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSchemaIsStructural(Kind kind) {
        JsonNode schema = version(kind).at("/schema/openAPIV3Schema");
        assertThat(StructuralSchema.faults(schema)).isEmpty();
        assertThat(schema.at("/properties/metadata")).isEqualTo(JSON.valueToTree(object()));
        assertThat(schema.at("/properties/spec/type").asText()).isEqualTo("object");
        assertThat(schema.at("/properties/status/type").asText()).isEqualTo("object");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesFollowTheRulesOfKubernetes(Kind kind) {
        JsonNode crd = crd(kind);
        JsonNode names = crd.at("/spec/names");
        String plural = names.path("plural").asText();
        assertThat(crd.at("/metadata/name").asText()).isEqualTo(plural + "." + kind.group());
        assertThat(plural).matches("[a-z]+").isNotIn("deployments", "secrets");
        assertThat(names.path("singular").asText()).isNotIn("deployment", "secret");
        assertThat(names.at("/categories/0").asText()).isEqualTo("joch");
        assertThat(crd.at("/spec/scope").asText())
                .isEqualTo(kind.namespaced() ? "Namespaced" : "Cluster");
    }

    @Test
    void noTwoKindsShareAWordOnKubernetes() {
        List<String> words = new ArrayList<>();
        kinds().forEach(kind -> {
            JsonNode names = crd(kind).at("/spec/names");
            words.add(names.path("plural").asText());
            words.add(names.path("singular").asText());
            names.path("shortNames").forEach(word -> words.add(word.asText()));
        });
        assertThat(words).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void columnsPointIntoTheSchema(Kind kind) {
        JsonNode version = version(kind);
        JsonNode root = version.at("/schema/openAPIV3Schema");
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            String path = column.path("jsonPath").asText();
            if (path.startsWith(".metadata")) {
                continue;
            }
            JsonNode at = root;
            for (String name : path.substring(1).split("\\.", -1)) {
                at =
                        at.has("properties")
                                ? at.path("properties").path(name)
                                : at.path("additionalProperties");
            }
            assertThat(at.isMissingNode()).as("%s %s", kind.kind(), path).isFalse();
        }
    }

    @Test
    void aDeploymentCanBeScaled() {
        JsonNode scale = version(Kinds.kind("Deployment")).at("/subresources/scale");
        assertThat(scale.path("specReplicasPath").asText()).isEqualTo(".spec.replicas");
        assertThat(scale.path("statusReplicasPath").asText()).isEqualTo(".status.replicasReady");
        assertThat(version(Kinds.kind("Agent")).at("/subresources/scale").isMissingNode()).isTrue();
    }

    @Test
    void defaultsReachFieldsOfAbsentParents() {
        JsonNode observability =
                version(Kinds.kind("Agent"))
                        .at("/schema/openAPIV3Schema/properties/spec/properties/observability");
        assertThat(observability.path("default").isObject()).isTrue();
        assertThat(observability.at("/properties/tracing/default").asText()).isEqualTo("enabled");
        assertThat(observability.at("/properties/tracing/enum"))
                .isEqualTo(JSON.valueToTree(List.of("enabled", "disabled")));
    }

    @Test
    void internalKindsHaveNone() {
        assertThat(CrdWriter.all().keySet())
                .hasSize(25)
                .noneMatch(name -> name.startsWith("internal."));
    }

    private static Map<String, String> object() {
        return Map.of("type", "object");
    }

    private static JsonNode crd(Kind kind) {
        return JSON.valueToTree(CrdWriter.tree(kind));
    }

    private static JsonNode version(Kind kind) {
        return StreamSupport.stream(crd(kind).at("/spec/versions").spliterator(), false)
                .findFirst()
                .orElseThrow();
    }
}
