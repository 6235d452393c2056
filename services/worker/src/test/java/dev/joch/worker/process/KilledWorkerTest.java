package dev.joch.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whatever line a worker dies on, the next one on its folder leaves no process of it. */
final class KilledWorkerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path folder;

    private final String mark = "killed-" + System.nanoTime();

    private List<Long> left() {
        return ProcessTable.all().stream()
                .filter(entry -> !entry.dead())
                .map(ProcessTable.Entry::pid)
                .filter(pid -> ProcessTable.startedWith(pid, Cages.MARK + "=" + mark))
                .toList();
    }

    private ChildProcess start(boolean groups, String failpoint) {
        ChildCommand command =
                ChildCommand.java(
                                "worker",
                                HoldingProcess.class.getName(),
                                64,
                                System.getProperty("java.class.path"))
                        .with(folder.toString(), Boolean.toString(groups), mark);
        return ChildProcess.start(
                failpoint.isEmpty() ? command : command.env("JOCH_FAILPOINTS", failpoint + "=halt"),
                Path.of("target", "killed", "worker-" + mark + ".log"));
    }

    private void nextWorkerClearsUp() throws IOException {
        try (WorkerFolder next = WorkerFolder.take(folder, "next")) {
            assertThat(left()).isEmpty();
            assertThat(next.runs()).isEmptyDirectory();
            try (Stream<Path> folders = Files.list(folder)) {
                assertThat(folders.filter(Files::isDirectory)).containsExactly(next.path());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsProgramsAreKilledByTheNextOne(boolean groups) throws IOException {
        try (ChildProcess worker = start(groups, "")) {
            worker.awaitLine(Pattern.compile("HOLDS (\\d+)"), SOON);
            assertThat(left().size()).isGreaterThanOrEqualTo(3);
            worker.kill();
        }
        // the program itself ends with its worker; what it has detached does not
        Await.until("the children are orphans", SOON, () -> !left().isEmpty());
        nextWorkerClearsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WORKER_SPAWN_BEFORE", "WORKER_SPAWN_AFTER"})
    void soAreThoseWhoseStartWasNotWrittenDown(String failpoint) throws IOException {
        for (boolean groups : new boolean[] {true, false}) {
            try (ChildProcess worker = start(groups, failpoint)) {
                assertThat(worker.awaitEnd(SOON)).isEqualTo(137);
            }
            nextWorkerClearsUp();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLivingWorkerIsLeftAlone(boolean groups) throws IOException {
        try (ChildProcess worker = start(groups, "")) {
            worker.awaitLine(Pattern.compile("HOLDS (\\d+)"), SOON);
            int before = left().size();
            try (WorkerFolder next = WorkerFolder.take(folder, "next")) {
                assertThat(next.runs()).exists();
                assertThat(left()).hasSize(before);
            }
            worker.kill();
            nextWorkerClearsUp();
        }
    }
}
