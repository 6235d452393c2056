package dev.joch.controllermanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostic.Severity;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.Manifest;
import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

final class AgentRulesTest {

    private static final Resource AGENT =
            Records.of(
                    "Agent",
                    "a",
                    "{framework: {adapterRef: {name: sdk}}, modelRoute: {routeRef: {name: r}}}");

    private static final CompileResult COMPILED =
            CompileResult.newBuilder()
                    .setGeneration(3)
                    .setManifest(Manifest.newBuilder().setDigest("sha256:m"))
                    .build();

    private static CompileResult with(CompileResult result, Severity severity, String reason) {
        return result.toBuilder()
                .addDiagnostics(
                        Diagnostic.newBuilder()
                                .setSeverity(severity)
                                .setReason(reason)
                                .setField("spec.x")
                                .setMessage("is wrong"))
                .build();
    }

    private static Looked judged(Resource agent, CompileResult result) {
        return Looked.at(
                AgentController.judge(
                        Looked.subject(agent),
                        result,
                        Optional.of(Records.key("AgBOM", "a-agbom"))));
    }

    private static Resource annotated(String value) {
        Resource.Builder agent = AGENT.toBuilder();
        agent.getMetadataBuilder().putAnnotations(AgentController.SUSPENDED, value);
        return agent.build();
    }

    @Test
    void aCompiledAgentIsReadyAndSaysWhatItIsMadeOf() {
        Looked looked = judged(AGENT, COMPILED);
        AgentStatus status = looked.status(AgentStatus.class);
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("Compiled")).isEqualTo("True Compiled");
        assertThat(looked.holds("PoliciesResolved")).isEqualTo("True Resolved");
        assertThat(looked.holds("Ready")).isEqualTo("True Compiled");
        assertThat(status.getFramework()).isEqualTo("sdk");
        assertThat(status.getAbomRef().getName()).isEqualTo("a-agbom");
    }

    @Test
    void anAgentThatDoesNotCompileFailsWithTheFirstReason() {
        Looked looked =
                judged(
                        AGENT,
                        with(
                                CompileResult.newBuilder().setGeneration(3).build(),
                                Severity.SEVERITY_ERROR,
                                "REFERENCE_MISSING"));
        assertThat(looked.phase()).isEqualTo("Failed");
        assertThat(looked.holds("Compiled")).isEqualTo("False ReferenceMissing");
        assertThat(looked.holds("Stalled")).isEqualTo("True ReferenceMissing");
        assertThat(looked.message("Ready")).isEqualTo("spec.x: is wrong");
    }

    @Test
    void anUnresolvedPolicyLeavesItPending() {
        Looked looked =
                judged(AGENT, with(COMPILED, Severity.SEVERITY_WARNING, "POLICY_UNRESOLVED"));
        assertThat(looked.phase()).isEqualTo("Pending");
        assertThat(looked.holds("Compiled")).isEqualTo("True Compiled");
        assertThat(looked.holds("PoliciesResolved")).isEqualTo("False PolicyUnresolved");
        assertThat(looked.holds("Ready")).isEqualTo("False PolicyUnresolved");
    }

    @ParameterizedTest
    @CsvSource({"true, Suspended, False Suspended", "false, Ready, True Compiled"})
    void anOperatorSuspendsIt(String value, String phase, String ready) {
        Looked looked = judged(annotated(value), COMPILED);
        assertThat(looked.phase()).isEqualTo(phase);
        assertThat(looked.holds("Ready")).isEqualTo(ready);
    }

    @Test
    void itRunsWhileExecutionsAreActive() {
        AgentStatus told =
                AgentStatus.newBuilder().setActiveExecutions(2).setModelRoute("other").build();
        Looked looked = judged(Looked.with(AGENT, told), COMPILED);
        assertThat(looked.phase()).isEqualTo("Running");
        assertThat(looked.status(AgentStatus.class).getActiveExecutions()).isEqualTo(2);
        assertThat(looked.status(AgentStatus.class).getModelRoute()).isEqualTo("other");
    }

    @Test
    void withoutABillItNamesNone() {
        Looked looked =
                Looked.at(AgentController.judge(Looked.subject(AGENT), COMPILED, Optional.empty()));
        assertThat(looked.status(AgentStatus.class).hasAbomRef()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "REFERENCE_MISSING, ReferenceMissing",
        "REGION_MISMATCH, RegionMismatch",
        "'', NotCompiled",
    })
    void reasonsAreWrittenAsConditionsWriteThem(String reason, String camel) {
        assertThat(AgentController.camel(reason)).isEqualTo(camel);
    }

    @Test
    void aBillKnowsByItsNameWhoLooksForIt() {
        ResourceKey agent = ResourceKeys.of("acme", "Agent", "ns", "triage");
        assertThat(BillRecords.looksFor(BillRecords.conventional(agent))).contains(agent);
        assertThat(BillRecords.looksFor(ResourceKeys.of("acme", "AgBOM", "ns", "other"))).isEmpty();
        assertThat(BillRecords.looksFor(ResourceKeys.of("acme", "AgBOM", "ns", "-agbom")))
                .isEmpty();
    }
}
