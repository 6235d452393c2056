package dev.joch.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

final class ProcessesTest {

    @Test
    void nameOfAProgramMayHoldAnything() {
        Processes.Stat stat =
                Processes.Stat.parse(
                        "4283 (a) b (c d) S 1 4283 4283 0 -1 4194304 118 0 0 0 0 0 0 0 20 0 1 0"
                                + " 987654 2777088 410");
        assertThat(stat).isEqualTo(new Processes.Stat(4283, 'S', 987654));
    }

    @Test
    void pidOfALaterProcessIsNotTakenForIt() throws IOException {
        Process process = new ProcessBuilder("sleep", "100").start();
        try {
            Processes.Stat stat = Processes.stat(process.pid()).orElseThrow();
            String boot = Processes.boot();
            assertThat(new Processes.Known(stat.pid(), stat.started(), boot).lives()).isTrue();
            assertThat(new Processes.Known(stat.pid(), stat.started() - 1, boot).lives()).isFalse();
            assertThat(new Processes.Known(stat.pid(), stat.started(), "another start").lives())
                    .isFalse();
            process.destroyForcibly();
            Await.until(
                    "it is seen dead",
                    Duration.ofSeconds(10),
                    () -> {
                        try {
                            return !new Processes.Known(stat.pid(), stat.started(), boot).lives();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void markIsTheWholeValue() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "100");
        builder.environment().put("JOCH_TEST_MARK", "one-two");
        Process process = builder.start();
        try {
            Await.until(
                    "its environment is there",
                    Duration.ofSeconds(10),
                    () -> marked("one-two").contains(process.pid()));
            assertThat(marked("one")).isEmpty();
            assertThat(marked("two")).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Long> marked(String value) {
        try {
            return Processes.with("JOCH_TEST_MARK", value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
