package dev.joch.service.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.service.failpoint.FailpointPlan.Action;

import org.junit.jupiter.api.Test;

class FailpointPlanTest {

    @Test
    void aPlanNamesPlaceActionAndWhen() {
        assertThat(
                        FailpointPlan.parse(
                                "STORE_COMMIT_AFTER=halt@3, AUDIT_COMMIT_BEFORE=sleep(200)%5"))
                .containsEntry(
                        Failpoint.STORE_COMMIT_AFTER, new FailpointPlan(Action.HALT, 0, 3, 100))
                .containsEntry(
                        Failpoint.AUDIT_COMMIT_BEFORE, new FailpointPlan(Action.SLEEP, 200, 0, 5))
                .hasSize(2);
    }

    @Test
    void nothingIsPlannedWithoutTheVariable() {
        assertThat(FailpointPlan.parse(null)).isEmpty();
    }

    @Test
    void aPlanThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(() -> FailpointPlan.parse("STORE_COMMIT_AFTER=explode"))
                .hasMessageContaining("STORE_COMMIT_AFTER=explode");
    }

    @Test
    void onlyTheNamedHitFires() {
        FailpointPlan plan = new FailpointPlan(Action.THROW, 0, 2, 100);
        assertThatCode(() -> plan.act(Failpoint.STORE_COMMIT_AFTER, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> plan.act(Failpoint.STORE_COMMIT_AFTER, 2))
                .hasMessage("failpoint STORE_COMMIT_AFTER");
    }

    @Test
    void anUnarmedProcessPassesEveryPlace() {
        for (Failpoint place : Failpoint.values()) {
            assertThatCode(place::hit).doesNotThrowAnyException();
        }
    }
}
