package dev.joch.controllermanager.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunRecordControllerTest {

    private static final Resource AGENT = Records.of("Agent", "a", "{}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ToolCall        | {executionRef: {name: e}, agentRef: {name: a}, toolRef: {name: t}}            | True SomeAbsent
                    ToolCall        | {executionRef: {name: e}, agentRef: {name: nobody}, toolRef: {name: t}}       | False ReferenceMissing
                    Handoff         | {executionRef: {name: e}, fromAgent: {name: a}, toAgent: {name: a}}           | True SomeAbsent
                    Handoff         | {executionRef: {name: e}, fromAgent: {name: a}, toAgent: {name: nobody}}      | False ReferenceMissing
                    StateCheckpoint | {conversationRef: {name: c}, fromBackend: 'openai:m'}                         | True SomeAbsent
                    Approval        | {action: {type: tool_call}}                                                   | True Resolved
                    """)
    void whatItNamesIsLookedFor(String kind, String spec, String resolved) {
        Looked looked =
                Looked.at(new RunRecordController(kind), Records.of(kind, "r", spec), AGENT);
        assertThat(looked.phase()).isEqualTo("Pending");
        assertThat(looked.holds("ReferencesResolved")).isEqualTo(resolved);
        assertThat(looked.holds("Synced"))
                .isEqualTo(
                        resolved.startsWith("True") ? "True Observed" : "False ReferenceMissing");
        assertThat(looked.again()).isEmpty();
    }

    @Test
    void aMissingPolicyIsSaidBesideTheRest() {
        Looked looked =
                Looked.at(
                        new RunRecordController("Approval"),
                        Records.of("Approval", "r", "{policyRef: {name: p}}"));
        assertThat(looked.holds("PoliciesResolved")).isEqualTo("False PolicyMissing");
        assertThat(looked.holds("Synced")).isEqualTo("True Observed");
    }

    @Test
    void thePhaseOfWhoeverRunsItStays() {
        Resource call = Records.of("ToolCall", "r", "{agentRef: {name: nobody}}");
        assertThat(
                        Looked.at(new RunRecordController("ToolCall"), Looked.in("Executing", call))
                                .phase())
                .isEqualTo("Executing");
    }
}
