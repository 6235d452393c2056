package dev.joch.controllermanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.ModelRouteStatus;
import dev.joch.resource.v1alpha1.ModelStatus;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

final class ModelRulesTest {

    private static final ModelController MODEL = new ModelController();
    private static final ModelRouteController ROUTE = new ModelRouteController();

    private static Resource model(String name, String health, String more) {
        return Looked.with(
                Records.of("Model", name, "{provider: openai, model: m" + more + "}"),
                ModelStatus.newBuilder().setHealth(health).build());
    }

    @ParameterizedTest
    @CsvSource({
        "'', Unknown, Unknown NotCalledYet",
        "Healthy, Healthy, True Healthy",
        "Degraded, Degraded, False Degraded",
        "Unhealthy, Unhealthy, False Unhealthy",
    })
    void theRoutersWordAboutHealthIsRepeated(String told, String health, String condition) {
        Looked looked = Looked.at(MODEL, model("m", told, ""));
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("Ready")).isEqualTo("True Declared");
        assertThat(looked.status(ModelStatus.class).getHealth()).isEqualTo(health);
        assertThat(looked.holds("Healthy")).isEqualTo(condition);
    }

    @Test
    void aModelWithoutItsSecretFails() {
        Looked looked = Looked.at(MODEL, model("m", "Healthy", ", auth: {secretRef: {name: s}}"));
        assertThat(looked.phase()).isEqualTo("Failed");
        assertThat(looked.holds("Ready")).isEqualTo("False ReferenceMissing");
        assertThat(looked.message("ReferencesResolved")).contains("spec.auth.secretRef.name");
    }

    private static Looked route(String health, String fallback, String more) {
        List<Resource> there = new ArrayList<>();
        if (!health.equals("absent")) {
            there.add(model("first", health, more));
        }
        if (!fallback.equals("absent")) {
            there.add(model("second", fallback, more));
        }
        return Looked.at(
                ROUTE,
                Records.of(
                        "ModelRoute",
                        "r",
                        "{requirements: {toolCalling: true, contextWindowMin: 1000},"
                                + " constraints: {dataResidency: EU},"
                                + " strategy: {primary: 'openai:first', fallback: ['openai:second']}}"),
                there.toArray(Resource[]::new));
    }

    private static final String FIT =
            ", capabilities: {toolCalling: true}, limits: {contextWindowTokens: 1000},"
                    + " routing: {regions: [eu-west]}";

    @ParameterizedTest
    @CsvSource({
        "Healthy, Healthy, Ready, True PrimaryUsable",
        "'', Healthy, Ready, True PrimaryUsable",
        "Degraded, Healthy, Degraded, True Degraded",
        "Unhealthy, Healthy, Degraded, True Degraded",
        "absent, Healthy, Degraded, True Degraded",
        "Healthy, absent, Degraded, True Degraded",
        "Unhealthy, Unhealthy, Failed, False NoCandidate",
        "absent, absent, Failed, False NoCandidate",
    })
    void aRouteIsAsGoodAsWhatItCanUse(String first, String second, String phase, String ready) {
        Looked looked = route(first, second, FIT);
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
        assertThat(looked.holds("RequirementsMet")).isEqualTo("True Met");
        assertThat(looked.holds("ReferencesResolved"))
                .isEqualTo(
                        first.equals("absent") || second.equals("absent")
                                ? "False ReferenceMissing"
                                : "True Resolved");
    }

    @Test
    void healthIsShownForEachModel() {
        ModelRouteStatus status = route("Healthy", "Degraded", FIT).status(ModelRouteStatus.class);
        assertThat(status.getPrimaryHealth()).isEqualTo("Healthy");
        assertThat(status.getFallbackHealthMap()).containsOnlyKeys("openai:second");
        assertThat(status.getFallbackHealthMap()).containsValue("Degraded");
        assertThat(
                        route("absent", "Healthy", FIT)
                                .status(ModelRouteStatus.class)
                                .getPrimaryHealth())
                .isEqualTo("Unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    , limits: {contextWindowTokens: 1000}, routing: {regions: [eu]}                                   | toolCalling
                    , capabilities: {toolCalling: true}, limits: {contextWindowTokens: 999}, routing: {regions: [eu]} | a context window of 1000
                    , capabilities: {toolCalling: true}, limits: {contextWindowTokens: 1000}, routing: {regions: [us]} | a region inside EU
                    """)
    void aModelThatCannotDoWhatIsAskedIsNoCandidate(String more, String lacks) {
        Looked looked = route("Healthy", "Healthy", more);
        assertThat(looked.phase()).isEqualTo("Failed");
        assertThat(looked.holds("RequirementsMet")).isEqualTo("False CapabilityMissing");
        assertThat(looked.message("RequirementsMet")).contains("openai:first lacks " + lacks);
    }

    @Test
    void aModelOfAnotherProviderIsNotTheOneThatIsNamed() {
        Looked looked =
                Looked.at(
                        ROUTE,
                        Records.of("ModelRoute", "r", "{strategy: {primary: 'anthropic:first'}}"),
                        model("first", "Healthy", FIT));
        assertThat(looked.holds("ReferencesResolved")).isEqualTo("False ReferenceMissing");
        assertThat(looked.message("ReferencesResolved")).contains("is of openai, not of anthropic");
    }
}
