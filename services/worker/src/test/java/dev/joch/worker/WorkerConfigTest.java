package dev.joch.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.service.problem.ProblemException;
import dev.joch.worker.lease.LeaseTimes;
import dev.joch.worker.run.Urls;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

final class WorkerConfigTest {

    @Test
    void theSchedulerIsToldWhoItIs() {
        WorkerDescription told =
                new WorkerConfig("", "gpu", "", "eu-1", "zone=a,disk=ssd", 3)
                        .description("made-up", List.of("command"), Map.of());
        assertThat(told.getWorker()).isEqualTo("made-up");
        assertThat(told.getPool()).isEqualTo("gpu");
        assertThat(told.getRuntime()).isEqualTo("local");
        assertThat(told.getLabelsMap()).isEqualTo(Map.of("zone", "a", "disk", "ssd"));
        assertThat(told.getCapacity()).isEqualTo(3);
        assertThat(
                        new WorkerConfig("w", "gpu", "", "", "", 1)
                                .description(
                                        "x", List.of(), Map.of("JOCH_RUNTIME_ADAPTER", "docker"))
                                .getRuntime())
                .isEqualTo("docker");
    }

    @Test
    void theRunOfAJobIsNamedInOneOfThreeWays() {
        assertThat(JobRun.of(Map.of())).isEmpty();
        assertThat(JobRun.of(Map.of("JOCH_EXECUTION_ID", "exec-1", "JOCH_NAMESPACE", "support")))
                .contains(ResourceKeys.of("default", "Execution", "support", "exec-1"));
        assertThat(JobRun.of(Map.of("JOCH_EXECUTION_ID", "support/exec-1", "JOCH_TENANT", "acme")))
                .contains(ResourceKeys.of("acme", "Execution", "support", "exec-1"));
        assertThat(JobRun.of(Map.of("JOCH_EXECUTION_ID", "acme/support/exec-1")))
                .contains(ResourceKeys.of("acme", "Execution", "support", "exec-1"));
        for (String wrong : List.of("/a", "a/", "a//b", "a/b/c/d")) {
            assertThrows(
                    ProblemException.class, () -> JobRun.of(Map.of("JOCH_EXECUTION_ID", wrong)));
        }
    }

    @Test
    void addressesComeFromTheEnvironmentWhereKeysSayNothing() {
        Urls urls =
                new Urls("", "http://own", "", "")
                        .completedFrom(
                                Map.of(
                                        "JOCH_SERVER_URL",
                                        "http://s",
                                        "JOCH_GATEWAY_URL",
                                        "http://g"));
        assertThat(urls).isEqualTo(new Urls("http://s", "http://own", "", ""));
    }

    @Test
    void whatMakesNoSenseStopsTheStart() {
        Duration second = Duration.ofSeconds(1);
        assertThrows(IllegalArgumentException.class, () -> new WorkerConfig("", "", "", "", "", 1));
        assertThrows(
                IllegalArgumentException.class, () -> new WorkerConfig("", "p", "", "", "", 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LeaseTimes(second, Duration.ofMinutes(1), second, second, second));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LeaseTimes(Duration.ZERO, second, second, second, second));
    }
}
