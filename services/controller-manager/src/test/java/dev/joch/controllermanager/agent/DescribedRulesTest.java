package dev.joch.controllermanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;

import dev.joch.agbom.v1.Bill;
import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;
import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.policy.v1.Distributed;
import dev.joch.resource.v1alpha1.AgBOMRisk;
import dev.joch.resource.v1alpha1.AgBOMStatus;
import dev.joch.resource.v1alpha1.FrameworkAdapterStatus;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

/** Adapters, policies and bills: what is said of them once their peers have answered. */
final class DescribedRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {framework: sdk}                                                                    | Ready   | True Declared   | Unknown NoSuite
                    {framework: sdk, conformance: {suite: s}}                                           | Pending | False NotPassed | False NotPassed
                    {framework: sdk, conformance: {suite: s, lastPassedAt: '2026-05-08T14:00:00Z'}}     | Ready   | True Declared   | True Passed
                    """)
    void anAdapterIsReadyOnceItsSuiteHasPassed(
            String spec, String phase, String ready, String conformant) {
        Looked looked =
                Looked.at(
                        FrameworkAdapterController.judge(
                                Looked.subject(Records.of("FrameworkAdapter", "sdk", spec)), 7));
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
        assertThat(looked.holds("Conformant")).isEqualTo(conformant);
        assertThat(looked.status(FrameworkAdapterStatus.class).getAgentsBound()).isEqualTo(7);
    }

    private static Looked policy(int disabled, Severity... found) {
        Distributed.Builder distributed = Distributed.newBuilder().setCompiledDigest("sha256:c");
        for (Severity severity : found) {
            distributed.addDiagnostics(
                    Diagnostic.newBuilder()
                            .setSeverity(severity)
                            .setField("spec.rules[0].expression")
                            .setMessage("does not compile"));
        }
        StatusDraft draft = Looked.subject(Records.of("Policy", "p", "{}")).draft();
        PolicyController.judge(draft, distributed.build(), disabled);
        return Looked.at(draft);
    }

    @Test
    void aPolicyIsReadyWhenTheEngineHasItAndItCompiles() {
        Looked looked = policy(0, Severity.SEVERITY_WARNING);
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("Ready")).isEqualTo("True Distributed");
        assertThat(looked.holds("Compiled")).isEqualTo("True Compiled");
        assertThat(looked.holds("RulesInForce")).isEqualTo("True AllInForce");
    }

    @Test
    void aRuleThatDoesNotCompileFailsIt() {
        Looked looked = policy(0, Severity.SEVERITY_ERROR);
        assertThat(looked.phase()).isEqualTo("Failed");
        assertThat(looked.holds("Compiled")).isEqualTo("False RuleInvalid");
        assertThat(looked.holds("Distributed")).isEqualTo("True Distributed");
        assertThat(looked.message("Compiled"))
                .isEqualTo("spec.rules[0].expression: does not compile");
    }

    @Test
    void aDisabledRuleSuspendsIt() {
        Looked looked = policy(2);
        assertThat(looked.phase()).isEqualTo("Suspended");
        assertThat(looked.holds("RulesInForce")).isEqualTo("False RuleDisabled");
        assertThat(looked.holds("Ready")).isEqualTo("True Distributed");
    }

    private static final Resource BILL = Records.of("AgBOM", "b", "{agentRef: {name: a}}");

    @Test
    void aBillSaysWhatWasWrittenAndWhatToLookAtFirst() {
        StatusDraft draft = Looked.subject(BILL).draft();
        AgBOMController.judge(
                draft,
                Bill.newBuilder()
                        .setGeneration(17)
                        .setGeneratedAt(Timestamp.newBuilder().setSeconds(1))
                        .addRisks(AgBOMRisk.newBuilder().setName("legacy"))
                        .build());
        Looked looked = Looked.at(draft);
        AgBOMStatus status = looked.status(AgBOMStatus.class);
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("Ready")).isEqualTo("True Generated");
        assertThat(looked.holds("LowRisk")).isEqualTo("False RisksFound");
        assertThat(status.getGeneration()).isEqualTo(17);
        assertThat(status.getLastGeneratedAt().getSeconds()).isEqualTo(1);
        assertThat(status.getHighRiskComponentsCount()).isEqualTo(1);
        StatusDraft next = Looked.subject(looked.onto(BILL)).draft();
        AgBOMController.judge(next, Bill.newBuilder().setGeneration(18).build());
        assertThat(Looked.at(next).status(AgBOMStatus.class).getHighRiskComponentsCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-10T10:00:00Z, 3, false",
        "2026-05-10T09:59:00Z, 3, true",
        "2026-05-10T10:00:00Z, 2, true",
        ", 3, true",
    })
    void withoutRefreshOnChangeItIsWrittenWhenItIsTimeOrTheSpecIsNew(
            @Nullable String last, long observed, boolean due) {
        AgBOMStatus.Builder status = AgBOMStatus.newBuilder().setObservedGeneration(observed);
        if (last != null) {
            status.setLastGeneratedAt(
                    Timestamp.newBuilder().setSeconds(Instant.parse(last).getEpochSecond()));
        }
        assertThat(
                        AgBOMController.due(
                                Looked.subject(Looked.with(BILL, status.build())), "0 * * * *"))
                .isEqualTo(due);
    }
}
