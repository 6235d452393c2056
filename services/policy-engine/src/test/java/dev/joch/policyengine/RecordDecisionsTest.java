package dev.joch.policyengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.Timestamp;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.outbox.Outbox;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.record.ForgetDecisions;
import dev.joch.policyengine.record.RecordDecisions;
import dev.joch.policyengine.store.DecisionStore;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writers of decisions of their own, beside those of an engine, with room for one. */
final class RecordDecisionsTest {

    private static final int MANY = 200;

    private static DecisionStore.Entry entry(int number) {
        return entry(number, "a");
    }

    private static DecisionStore.Entry entry(int number, String agent) {
        return new DecisionStore.Entry(
                RecordedDecision.newBuilder()
                        .setDecisionId("d" + number)
                        .setRequest(EvaluateRequest.newBuilder().setTenant("acme").setAgent(agent))
                        .build(),
                List.of(),
                List.of());
    }

    @Test
    void whereMoreIsDecidedThanIsWrittenTheAnswersWaitAndAllIsKept()
            throws InterruptedException, ExecutionException {
        try (EngineDesk desk = new EngineDesk()) {
            RecordDecisions records = new RecordDecisions(desk.bean(DecisionStore.class), 1, 20);
            records.start();
            List<Future<Boolean>> taken = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < MANY; i++) {
                    int number = i;
                    taken.add(threads.submit(() -> records.writeLater(() -> entry(number))));
                }
            }
            for (Future<Boolean> one : taken) {
                assertThat(one.get()).isTrue();
            }
            records.close();
            Await.until(
                    "all are on record",
                    Duration.ofSeconds(10),
                    () ->
                            desk.engine()
                                            .listDecisions(
                                                    ListDecisionsRequest.newBuilder()
                                                            .setTenant("acme")
                                                            .setPageSize(1000)
                                                            .build())
                                            .getDecisionsCount()
                                    == MANY);
        }
    }

    @Test
    void aWriterWithNothingToDoEndsAtOnce() {
        try (EngineDesk desk = new EngineDesk()) {
            RecordDecisions records = new RecordDecisions(desk.bean(DecisionStore.class), 1, 20);
            records.start();
            // one that is not woken is waited for twice as long
            assertTimeoutPreemptively(Duration.ofSeconds(5), records::close);
        }
    }

    @Test
    void whereNothingIsWrittenNobodyWaits() {
        try (EngineDesk desk = new EngineDesk()) {
            RecordDecisions records = new RecordDecisions(desk.bean(DecisionStore.class), 1, 20);
            records.start();
            records.close();
            assertThat(records.writeLater(() -> entry(1))).isTrue();
            long start = System.nanoTime();
            assertThat(records.writeLater(() -> entry(2))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void whereTheDatabaseIsAwayNobodyWaits() {
        Database database =
                Database.open(
                        new DatabaseConfig(TestPostgres.server().newDatabase(), "", "", 2, false),
                        "policy-engine",
                        "events");
        try (Outbox outbox = Outbox.open(database, Duration.ofDays(1))) {
            HikariDataSource pool = database.as("joch_policy_engine_app");
            RecordDecisions records = new RecordDecisions(new DecisionStore(pool, outbox), 1, 20);
            records.start();
            pool.close();
            Await.until(
                    "it has seen that nothing can be written",
                    Duration.ofSeconds(30),
                    () -> {
                        long start = System.nanoTime();
                        boolean taken = records.writeLater(() -> entry(1));
                        Duration waited = Duration.ofNanos(System.nanoTime() - start);
                        return !taken && waited.compareTo(Duration.ofSeconds(1)) < 0;
                    });
            records.close();
        } finally {
            database.close();
        }
    }

    @Test
    void whatCanNeverBeKeptHoldsNothingUp() {
        try (EngineDesk desk = new EngineDesk()) {
            RecordDecisions records = new RecordDecisions(desk.bean(DecisionStore.class), 20, 20);
            records.writeLater(() -> entry(1));
            records.writeLater(() -> entry(2, "no\0name"));
            records.writeLater(() -> {
                throw new IllegalStateException("for the test");
            });
            records.writeLater(() -> entry(3));
            records.start();
            Await.until(
                    "the others are on record",
                    Duration.ofSeconds(10),
                    () ->
                            desk
                                    .engine()
                                    .listDecisions(
                                            ListDecisionsRequest.newBuilder()
                                                    .setTenant("acme")
                                                    .setPageSize(1000)
                                                    .build())
                                    .getDecisionsList()
                                    .stream()
                                    .map(RecordedDecision::getDecisionId)
                                    .toList()
                                    .containsAll(List.of("d1", "d3")));
            records.close();
        }
    }

    /** The decision, its sum, and the policy that only that sum was about. */
    @Test
    void whatWasKeptLongEnoughIsForgotten() {
        try (EngineDesk desk = new EngineDesk()) {
            Timestamp then = Timestamp.newBuilder().setSeconds(1).build();
            RecordedDecision decision = entry(1).decision().toBuilder().setDecidedAt(then).build();
            desk.bean(DecisionStore.class)
                    .write(
                            List.of(
                                    new DecisionStore.Entry(
                                            decision, List.of("ns/writes"), List.of())));
            ForgetDecisions retention = desk.bean(ForgetDecisions.class);
            assertThat(retention.forget()).isEqualTo(3);
            assertThat(retention.forget()).isZero();
        }
    }
}
