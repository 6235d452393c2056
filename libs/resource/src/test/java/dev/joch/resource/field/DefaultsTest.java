package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class DefaultsTest {

    /** The table of admission defaults. */
    @ParameterizedTest
    @CsvSource({
        "Agent, joch.dev, spec.observability.tracing, enabled",
        "Agent, joch.dev, spec.observability.agbom, enabled",
        "Trace, ops.joch.dev, spec.retention.days, 30",
        "AgBOM, ops.joch.dev, spec.refresh.onChange, true",
        "AgBOM, ops.joch.dev, spec.formats, cyclonedx",
        "Budget, ops.joch.dev, spec.enforcement.softLimitPct, 0.8",
        "Approval, runtime.joch.dev, spec.routing.timeoutMinutes, 30",
        "Policy, joch.dev, spec.audit.logRequests, true",
        "Policy, joch.dev, spec.audit.redactSecrets, true",
        "MCPServer, tools.joch.dev, spec.security.pinServerVersion, true",
    })
    void absentParentsAreCreatedForTheirDefaults(
            String kind, String group, String path, String value) {
        Resource empty =
                Resource.newBuilder().setApiVersion(group + "/v1alpha1").setKind(kind).build();
        assertThat(FieldPath.parse(path).readText(Defaults.apply(empty))).contains(value);
    }

    @Test
    void whatIsWrittenStays() {
        Resource agent =
                Examples.agent(
                        "{framework: {adapterRef: {name: x}}, observability: {tracing: disabled}}");
        Resource filled = Defaults.apply(agent);
        assertThat(text(filled, "spec.observability.tracing")).isEqualTo("disabled");
        assertThat(text(filled, "spec.observability.agbom")).isEqualTo("enabled");
        assertThat(text(filled, "spec.observability.redactSensitiveData")).isEmpty();
    }

    @Test
    void anAbsentMessageWithARequiredFieldIsNotCreated() {
        Resource agent = Defaults.apply(Examples.agent("{framework: {adapterRef: {name: x}}}"));
        assertThat(FieldPath.parse("spec.modelRoute").read(agent)).isEmpty();
    }

    @Test
    void anAbsentMessageUnderARuleOverItsFieldsIsNotCreated() {
        Resource model =
                Examples.of(
                        """
                        apiVersion: model.joch.dev/v1alpha1
                        kind: Model
                        metadata: {name: m}
                        spec: {provider: openai, model: x}
                        """);
        assertThat(FieldPath.parse("spec.endpoint").read(Defaults.apply(model))).isEmpty();
    }

    @Test
    void aSecondTimeChangesNothing() throws IOException {
        for (Path file : examples()) {
            Resource once = Defaults.apply(Examples.of(Files.readString(file)));
            assertThat(Defaults.apply(once)).as("%s", file).isSameAs(once);
        }
    }

    @Test
    void aResourceOfAnUnknownKindIsLeftAlone() {
        Resource unknown = Resource.newBuilder().setKind("Nothing").build();
        assertThat(Defaults.apply(unknown)).isSameAs(unknown);
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/kinds"))) {
            return files.sorted().toList();
        }
    }

    private static String text(Resource resource, String path) {
        return FieldPath.parse(path).readText(resource).orElse("");
    }
}
