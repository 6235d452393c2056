package dev.joch.controllermanager.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ModelStatus;

import org.junit.jupiter.api.Test;

import java.time.Instant;

final class StatusDraftTest {

    private static final Instant EARLIER = Instant.parse("2026-05-10T09:00:00Z");

    private static StatusDraft draft(ModelStatus status, long generation, Instant now) {
        return new StatusDraft(status, generation, now);
    }

    @Test
    void fieldsOfOthersStay() {
        ModelStatus told = ModelStatus.newBuilder().setHealth("Healthy").setLatencyP50Ms(9).build();
        ModelStatus next =
                (ModelStatus) draft(told, 2, EARLIER).phase("Ready").declared(true).build();
        assertThat(next.getHealth()).isEqualTo("Healthy");
        assertThat(next.getLatencyP50Ms()).isEqualTo(9);
        assertThat(next.getObservedGeneration()).isEqualTo(2);
    }

    @Test
    void aConditionKeepsItsTimeUntilItTurns() {
        ModelStatus first =
                (ModelStatus)
                        draft(ModelStatus.getDefaultInstance(), 1, EARLIER).declared(true).build();
        ModelStatus same = (ModelStatus) draft(first, 2, Looked.NOW).declared(true).build();
        ModelStatus turned = (ModelStatus) draft(same, 2, Looked.NOW).declared(false).build();
        assertThat(same.getConditions(0).getLastTransitionTime().getSeconds())
                .isEqualTo(EARLIER.getEpochSecond());
        assertThat(same.getConditions(0).getObservedGeneration()).isEqualTo(2);
        assertThat(turned.getConditions(0).getLastTransitionTime().getSeconds())
                .isEqualTo(Looked.NOW.getEpochSecond());
        assertThat(turned.getConditionsCount()).isEqualTo(same.getConditionsCount());
    }

    @Test
    void whatSaysTheSameIsTheSame() {
        ModelStatus first =
                (ModelStatus)
                        draft(ModelStatus.getDefaultInstance(), 1, EARLIER)
                                .underWay("Pending", "")
                                .build();
        assertThat(draft(first, 1, Looked.NOW).underWay("Pending", "").build()).isEqualTo(first);
    }

    @Test
    void aMessageHasABound() {
        StatusDraft draft = draft(ModelStatus.getDefaultInstance(), 1, EARLIER);
        ModelStatus status = (ModelStatus) draft.no("Ready", "Long", "x".repeat(5000)).build();
        assertThat(status.getConditions(0).getMessage()).hasSize(1024);
        assertThat(draft.reason("Ready")).isEqualTo("Long");
        assertThat(draft.reason("Absent")).isEmpty();
    }
}
