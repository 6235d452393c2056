package dev.joch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two schedulers over one database, under load. */
@ExtendWith(Postgres.class)
final class TwoReplicasTest {

    private static final int RUNS = 200;
    private static final int LIMIT = 5;

    @Test
    void noRunIsLeasedTwiceAndLimitsHoldOverBoth(PostgresUrl url) throws InterruptedException {
        try (SchedulerDesk one = new SchedulerDesk(url.jdbc());
                SchedulerDesk two = new SchedulerDesk(url.jdbc())) {
            List<SchedulerDesk> desks = List.of(one, two);
            desks.forEach(desk ->
                    desk.store.put(
                            Runs.agent(
                                    "ns",
                                    "triage",
                                    spec -> {
                                        spec.getBudgetsBuilder().setConcurrencyLimit(LIMIT);
                                        return spec;
                                    })));
            Map<String, AtomicInteger> leases = new ConcurrentHashMap<>();
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int offset = i;
                threads.add(
                        start(
                                failures,
                                () -> {
                                    for (int run = offset / 2; run < RUNS; run += 2) {
                                        // each run is submitted to both, at about the same time
                                        desks.get(offset % 2).submit("run-" + run);
                                    }
                                }));
            }
            for (int i = 0; i < 6; i++) {
                SchedulerDesk desk = desks.get(i % 2);
                WorkerDescription worker = Runs.worker("w" + i, 3);
                threads.add(
                        start(
                                failures,
                                () -> {
                                    while (done.get() < RUNS && failures.isEmpty()) {
                                        for (LeasedRun leased : desk.lease(worker, 3, 300)) {
                                            leases.computeIfAbsent(
                                                            leased.getRun().getUid(),
                                                            uid -> new AtomicInteger())
                                                    .incrementAndGet();
                                            most.accumulateAndGet(
                                                    running.incrementAndGet(), Math::max);
                                            desk.start(leased.getLease());
                                            running.decrementAndGet();
                                            desk.finish(
                                                    leased.getLease(),
                                                    RunPhase.RUN_PHASE_SUCCEEDED);
                                            done.incrementAndGet();
                                        }
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(leases).hasSize(RUNS);
            assertThat(leases.values()).allSatisfy(count -> assertThat(count.get()).isEqualTo(1));
            assertThat(most.get()).isLessThanOrEqualTo(LIMIT);
            assertThat(one.policy.asked.size() + two.policy.asked.size()).isEqualTo(RUNS);
            Set<List<String>> ways = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < RUNS; i += 20) {
                ways.add(one.told("run-" + i));
            }
            assertThat(ways)
                    .containsExactly(
                            List.of(
                                    "ExecutionCreated",
                                    "ExecutionScheduled",
                                    "ExecutionStarted",
                                    "ExecutionSucceeded"));
        }
    }

    private static Thread start(ConcurrentLinkedQueue<Throwable> failures, Runnable work) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                });
    }
}
