package dev.joch.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.runtime.Instance;
import dev.joch.runtime.Marks;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.State;
import dev.joch.runtime.WorkloadStatus;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A control plane that is killed wherever it happens to be, again and again. No instance begins
 * twice, nothing runs that nobody knows of, and what it left is taken over and ended.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledControlPlaneTest {

    private static final int KILLS = Depth.ofThisRun().isAtLeast(Depth.DEEP) ? 10 : 4;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void whateverDiesNothingIsLostOrDoubled() throws IOException {
        Random random = new Random(20261127);
        for (int kill = 0; kill < KILLS; kill++) {
            ChildCommand plane =
                    ChildCommand.java(
                                    "plane",
                                    LocalChaos.class.getName(),
                                    64,
                                    System.getProperty("java.class.path"))
                            .with(folder.toString(), Integer.toString(kill));
            try (ChildProcess process =
                    ChildProcess.start(plane, folder.resolve("plane-" + kill + ".log"))) {
                process.awaitLine(Pattern.compile("at work"), SOON);
                int before = starts().size();
                Await.until("it starts something", SOON, () -> starts().size() > before);
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
                assertThat(process.isAlive()).as(process.tail()).isTrue();
                process.kill();
            }
            check();
        }
        try (RuntimeAdapter last = new TestedLocal(folder).open()) {
            for (WorkloadStatus each : last.list()) {
                Await.until(
                        each.name() + " is gone",
                        SOON,
                        () -> last.delete(each.name(), Duration.ZERO));
            }
            assertThat(last.list()).isEmpty();
        }
        List<String> starts = starts();
        assertThat(starts).hasSizeGreaterThanOrEqualTo(KILLS).doesNotHaveDuplicates();
        for (String id : starts) {
            assertThat(Processes.with(Marks.VARIABLE, id)).as(id).isEmpty();
        }
    }

    /** What has been started so far, by whatever control plane. */
    private List<String> starts() {
        Path file = folder.resolve("starts");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What another control plane finds: every wanted instance runs once or ended. */
    private void check() throws IOException {
        List<String> known = new ArrayList<>();
        try (RuntimeAdapter next = new TestedLocal(folder).open()) {
            for (WorkloadStatus workload : next.list()) {
                for (Instance instance : workload.instances()) {
                    known.add(instance.id());
                    if (instance.state() instanceof State.Ended) {
                        assertThat(Processes.with(Marks.VARIABLE, instance.id())).isEmpty();
                    }
                }
                // a deletion that was begun before goes on meanwhile, and may be over
                Optional<WorkloadFolder> there =
                        WorkloadFolder.read(
                                folder.resolve("state/workloads").resolve(workload.name()));
                if (there.isPresent()) {
                    there.get()
                            .ending()
                            .forEach(each -> known.add(each.path().getFileName().toString()));
                }
            }
        }
        for (String id : starts()) {
            if (!known.contains(id)) {
                assertThat(Processes.with(Marks.VARIABLE, id)).as("unknown " + id).isEmpty();
            }
        }
    }
}
