package dev.joch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.testkit.wait.Await;
import dev.joch.worker.lease.LeaseTimes;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.lease.WorkerLoop;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker that was started for one run. */
final class JobModeTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ResourceKey MINE =
            ResourceKeys.of("acme", "Execution", "support", "exec-2");

    private final FakeScheduler scheduler = new FakeScheduler();
    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        String name = "job-" + System.nanoTime();
        server = InProcessServerBuilder.forName(name).addService(scheduler).build().start();
        channel = InProcessChannelBuilder.forName(name).build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private WorkerLoop loop(Duration patience) {
        LeaseTimes times =
                new LeaseTimes(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(100),
                        Duration.ZERO,
                        Duration.ZERO,
                        patience);
        return new WorkerLoop(
                new Scheduler(channel, WorkerDescription.newBuilder().setWorker("w").build()),
                held -> {
                    ran.add(held.lease().getExecution().getName());
                    return 75;
                },
                1,
                times,
                Optional.of(MINE),
                exits::add);
    }

    @Test
    void itRunsThatOneAndEndsAsItDid() {
        scheduler.submit(WorkerUnderTest.framework("command").build(), "");
        scheduler.submit(WorkerUnderTest.framework("command").build(), "");
        try (WorkerLoop loop = loop(SOON)) {
            loop.start();
            Await.until("it ends", SOON, () -> !exits.isEmpty());
        }
        assertThat(ran).containsExactly("exec-2");
        assertThat(exits).containsExactly(75);
    }

    @Test
    void itDoesNotWaitForEver() {
        try (WorkerLoop loop = loop(Duration.ofMillis(300))) {
            loop.start();
            Await.until("it ends", SOON, () -> !exits.isEmpty());
        }
        assertThat(ran).isEmpty();
        assertThat(exits).containsExactly(1);
    }
}
