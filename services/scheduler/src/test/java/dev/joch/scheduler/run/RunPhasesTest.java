package dev.joch.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.scheduler.v1.RunPhase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

final class RunPhasesTest {

    private static final List<RunPhase> PHASES =
            Arrays.stream(RunPhase.values())
                    .filter(phase -> phase != RunPhase.UNRECOGNIZED)
                    .filter(phase -> phase != RunPhase.RUN_PHASE_UNSPECIFIED)
                    .toList();

    @ParameterizedTest
    @CsvSource({
        "Pending, Cancelled Failed Scheduled",
        "Scheduled, Cancelled Failed Pending Running",
        "Running, Cancelled Failed Pending Succeeded Suspended",
        "Suspended, Cancelled Failed Pending Running",
        "Succeeded, ''",
        "Failed, ''",
        "Cancelled, ''",
    })
    void thisMayFollowAndNothingElse(String phase, String next) {
        RunPhase before =
                PHASES.stream()
                        .filter(each -> PhaseWords.word(each).equals(phase))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        PHASES.stream()
                                .filter(after -> RunPhases.mayFollow(before, after))
                                .map(PhaseWords::word)
                                .sorted()
                                .toList())
                .containsExactly(next.isEmpty() ? new String[0] : next.split(" ", -1));
        assertThat(RunPhases.ended(before)).isEqualTo(next.isEmpty());
    }

    @Test
    void aWorkerHasWhatIsScheduledRunningOrSuspended() {
        assertThat(PHASES.stream().filter(RunPhases::leased).map(PhaseWords::word))
                .containsExactly("Scheduled", "Running", "Suspended");
        assertThat(PHASES.stream().filter(RunPhases::started).map(PhaseWords::word))
                .containsExactly("Running", "Suspended");
    }
}
