package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.process.JochProcess;
import dev.joch.service.telemetry.Telemetry;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What operators watch: depth and age of the queue, delay and duration of a look, retries. */
@ExtendWith(Postgres.class)
final class ControllerMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The number of the first series of that name with that text in its labels; -1 for none. */
    private static double value(JochProcess process, String name, String label) {
        return new String(process.bean(Telemetry.class).page().text(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(-1);
    }

    @Test
    void theQueueItsDelayAndItsRetriesAreShown(PostgresUrl url) {
        try (JochProcess process =
                JochProcess.start(
                        List.of("controller-manager"),
                        List.of(),
                        Map.of(
                                "joch.database.url",
                                url.jdbc(),
                                "joch.controller-manager.retry.longest",
                                "300ms"))) {
            FakeStore store = process.bean(FakeStore.class);
            FakePeers.FakeCompiler compiler = process.bean(FakePeers.FakeCompiler.class);
            store.put(Records.of("Model", "m", "{provider: openai, model: m}"));
            Await.until(
                    "the look at the model is measured",
                    PATIENCE,
                    () ->
                            value(
                                            process,
                                            "joch_controller_commit_to_reconcile_seconds_count",
                                            "kind=\"Model\"")
                                    >= 1);
            Await.until(
                    "how long it took is measured",
                    PATIENCE,
                    () ->
                            value(
                                            process,
                                            "joch_controller_reconcile_duration_seconds_count",
                                            "outcome=\"done\"")
                                    >= 1);

            // a compiler that fails keeps its agent in the queue
            compiler.broken = true;
            store.put(Records.of("Agent", "a", "{framework: {adapterRef: {name: sdk}}}"));
            Await.until(
                    "the agent is tried again",
                    PATIENCE,
                    () -> value(process, "joch_controller_retries_total", "kind=\"Agent\"") >= 2);
            Await.until(
                    "the agent waits in the queue",
                    PATIENCE,
                    () -> value(process, "joch_controller_queue_depth", "") >= 1);
            assertThat(value(process, "joch_controller_queue_oldest_seconds", "")).isNotNegative();
            compiler.broken = false;
            Await.until(
                    "the queue is empty",
                    PATIENCE,
                    () -> value(process, "joch_controller_queue_depth", "") == 0);
        }
    }
}
