package dev.joch.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryFolder;
import dev.joch.testkit.history.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;

/** The proof of the judge: stores that are broken on purpose, and one that is not. */
class BrokenStoreTest {

    private static final int RUNS = 10;

    /** Enough that some lost write is read before the next one hides it. */
    private static final int CALLS = 1_200;

    private final LinearizabilityChecker checker =
            new LinearizabilityChecker(Duration.ofSeconds(30));

    private final Seed seed = Seed.of(BrokenStoreTest.class);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyBrokenStoreIsFoundEveryTime(MemoryRegisters.Defect defect) {
        for (int run = 0; run < RUNS; run++) {
            History history =
                    Clients.run(new MemoryRegisters(defect), seed.value() + run, 8, CALLS);
            assertThat(checker.findings(history.operations()))
                    .as("%s, run %d", defect, run)
                    .isNotEmpty();
        }
    }

    @Test
    void aCorrectStoreIsNeverBlamed() {
        for (int run = 0; run < 2 * RUNS; run++) {
            History history =
                    Clients.run(
                            new MemoryRegisters(MemoryRegisters.Defect.NONE),
                            seed.value() + run,
                            8,
                            600);
            assertThat(checker.judge(history.operations()).values())
                    .as("run %d", run)
                    .isNotEmpty()
                    .allMatch(Verdict.Linearizable.class::isInstance);
        }
    }

    @Test
    void aSavedHistoryIsJudgedAlike(@TempDir Path folder) {
        History history =
                Clients.run(
                        new MemoryRegisters(MemoryRegisters.Defect.STALE_READ),
                        seed.value(),
                        8,
                        400);
        HistoryFolder saved = new HistoryFolder(folder);
        saved.save(history);
        assertThat(checker.findings(saved.load().operations()))
                .hasSameSizeAs(checker.findings(history.operations()));
    }
}
