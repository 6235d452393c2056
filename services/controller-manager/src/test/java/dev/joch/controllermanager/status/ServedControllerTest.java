package dev.joch.controllermanager.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

/** Deployment, Eval, KnowledgeSource and RAG are moved by services of their own. */
final class ServedControllerTest {

    private static final Resource AGENT = Records.of("Agent", "a", "{}");
    private static final Resource PLACE = Records.of("Environment", "prod", "{}");
    private static final Resource SOURCE = Records.of("KnowledgeSource", "docs", "{type: web}");
    private static final Resource SECRET =
            Records.of("Secret", "s", "{source: {type: env, name: S}}");

    private static final Resource DEPLOYMENT =
            Records.of(
                    "Deployment",
                    "d",
                    "{agentRef: {name: a}, environmentRef: {name: prod}, replicas: 1}");

    private static final ServedController ROLLOUT =
            new ServedController(
                    "Deployment", "Available", Set.of("Failed", "GateBlocked"), "the rollout");

    @ParameterizedTest
    @CsvSource({
        "'', Pending, False Pending, True Pending, False Observed",
        "Progressing, Progressing, False Progressing, True Progressing, False Observed",
        "Available, Available, True Available, False Observed, False Observed",
        "GateBlocked, GateBlocked, False GateBlocked, False Observed, True GateBlocked",
        "Failed, Failed, False Failed, False Observed, True Failed",
    })
    void thePhaseOfTheServiceStaysAndIsSummedUp(
            String before, String phase, String ready, String reconciling, String stalled) {
        Looked looked = Looked.at(ROLLOUT, Looked.in(before, DEPLOYMENT), AGENT, PLACE);
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
        assertThat(looked.holds("Reconciling")).isEqualTo(reconciling);
        assertThat(looked.holds("Stalled")).isEqualTo(stalled);
        assertThat(looked.holds("ReferencesResolved")).isEqualTo("True Resolved");
    }

    @Test
    void whatIsMissingFailsItUntilItIsThere() {
        Looked failed = Looked.at(ROLLOUT, Looked.in("Progressing", DEPLOYMENT), AGENT);
        assertThat(failed.phase()).isEqualTo("Failed");
        assertThat(failed.holds("Ready")).isEqualTo("False ReferenceMissing");
        assertThat(failed.message("ReferencesResolved"))
                .isEqualTo("spec.environmentRef.name: Environment prod does not exist");
        Looked again = Looked.at(ROLLOUT, failed.onto(DEPLOYMENT), AGENT, PLACE);
        assertThat(again.phase()).isEqualTo("Pending");
    }

    @Test
    void othersAreTheSameInOtherWords() {
        ServedController eval = new ServedController("Eval", "Passed", Set.of("Failed"), "evals");
        Resource run = Records.of("Eval", "e", "{target: {kind: Agent, name: a}}");
        assertThat(Looked.at(eval, run).phase()).isEqualTo("Failed");
        assertThat(Looked.at(eval, Looked.in("Passed", run), AGENT).holds("Ready"))
                .isEqualTo("True Passed");

        ServedController rag = new ServedController("RAG", "Ready", Set.of("Failed"), "rag");
        Resource index = Records.of("RAG", "r", "{sources: [{kind: KnowledgeSource, name: docs}]}");
        assertThat(Looked.at(rag, index).holds("ReferencesResolved"))
                .isEqualTo("False ReferenceMissing");
        assertThat(Looked.at(rag, Looked.in("Stale", index), SOURCE).holds("Ready"))
                .isEqualTo("False Stale");
        assertThat(Looked.at(rag, Looked.in("Ready", index), SOURCE).holds("Ready"))
                .isEqualTo("True Ready");

        ServedController sources =
                new ServedController("KnowledgeSource", "Ready", Set.of("Failed"), "rag");
        Resource closed =
                Records.of(
                        "KnowledgeSource",
                        "docs",
                        "{type: web, connector: {secretRef: {name: s}}}");
        assertThat(Looked.at(sources, closed).phase()).isEqualTo("Failed");
        assertThat(Looked.at(sources, closed, SECRET).phase()).isEqualTo("Pending");
    }
}
