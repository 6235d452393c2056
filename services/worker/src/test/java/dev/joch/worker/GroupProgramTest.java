package dev.joch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.cluster.Leftovers;
import dev.joch.worker.process.ControlGroups;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Programs in control groups, where this machine lets us make them. */
final class GroupProgramTest extends ProgramContract {

    @BeforeAll
    static void onlyWhereTheyAre() {
        try (ControlGroups groups = ControlGroups.find("joch-test-" + System.nanoTime())) {
            Assumptions.assumeTrue(groups.limit(), "no control groups may be made here");
        }
    }

    @Override
    Map<String, Object> keys() {
        return Map.of("joch.worker.control-groups", true);
    }

    /**
     * Elsewhere the superuser, whom the kernel lets fork as much as he likes, would harm others.
     */
    @Test
    void aForkBombEndsAsOne() {
        failed(run("bomb() { bomb | bomb & }; bomb; sleep 20"), "TooManyProcesses");
    }

    @Test
    void notEvenWhoeverHidesIsLeft() {
        FinishRunRequest end = run("(env -i setsid sh -c 'sleep 4321 & sleep 4321' &); sleep 0.3");
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(Leftovers.of("4321")).isEmpty();
    }
}
