package dev.joch.controllermanager.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the queue promises, on a real Postgres. */
@ExtendWith(Postgres.class)
final class WorkQueueTest {

    private static final Set<String> KINDS = Set.of("Agent");
    private static final Set<Integer> ALL =
            IntStream.range(0, 12).boxed().collect(Collectors.toSet());

    private Database database;
    private HikariDataSource pool;
    private WorkStore store;

    @BeforeEach
    void open(PostgresUrl url) {
        database =
                Database.open(
                        new DatabaseConfig(url.jdbc(), "", "", 8, true),
                        "controller-manager",
                        "events");
        pool = database.as("", 16);
        store = new WorkStore(pool, pool, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    private static ResourceKey key(String name) {
        return ResourceKeys.of("acme", "Agent", "ns", name);
    }

    private void wake(String name, long revision) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            WakeRows.wake(
                    connection,
                    List.of(
                            new Wake(
                                    key(name),
                                    revision,
                                    Urgency.CHANGED,
                                    Duration.ZERO,
                                    Instant.EPOCH,
                                    "")));
        }
    }

    private Claimed claimOne() throws SQLException {
        List<Claimed> claims = store.claim(ALL, KINDS, Seats.of(10));
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    private List<Finished> finish(Finished finished) throws SQLException {
        return store.finish(List.of(finished));
    }

    @Test
    void wakingTwiceIsOneRowWithTheNewestRevision() throws SQLException {
        wake("a", 7);
        wake("a", 5);
        assertThat(claimOne().revision()).isEqualTo(7);
        assertThat(store.claim(ALL, KINDS, Seats.of(10))).isEmpty();
    }

    @Test
    void whatIsWokenWhileItIsUnderWayIsLookedAtAgain() throws SQLException {
        wake("a", 1);
        Claimed claim = claimOne();
        wake("a", 2);
        assertThat(store.claim(ALL, KINDS, Seats.of(10))).isEmpty();
        assertThat(finish(new Finished.Done(claim))).isEmpty();
        Claimed again = claimOne();
        assertThat(again.revision()).isEqualTo(2);
        finish(new Finished.Done(again));
        assertThat(store.depth().depth()).isZero();
    }

    @Test
    void failuresAreCountedAndWait() throws SQLException {
        wake("a", 1);
        finish(new Finished.Failed(claimOne(), Duration.ZERO, "no"));
        Claimed second = claimOne();
        assertThat(second.attempts()).isEqualTo(1);
        finish(new Finished.Failed(second, Duration.ofHours(1), "no"));
        assertThat(store.claim(ALL, KINDS, Seats.of(10))).isEmpty();
        wake("a", 2);
        assertThat(claimOne().attempts()).isEqualTo(2);
    }

    @Test
    void anotherShardAndAnotherKindAreLeftToOthers() throws SQLException {
        wake("a", 1);
        int own = WorkStore.shard(key("a"));
        assertThat(store.claim(Set.of((own + 1) % 12), KINDS, Seats.of(10))).isEmpty();
        assertThat(store.claim(ALL, Set.of("Tool"), Seats.of(10))).isEmpty();
        assertThat(store.claim(Set.of(own), KINDS, Seats.of(10))).hasSize(1);
    }

    @Test
    void aHolderThatSleptOverItsClaimChangesNothing() throws SQLException {
        WorkStore brief = new WorkStore(pool, pool, Duration.ofMillis(1));
        wake("a", 1);
        Claimed slept = brief.claim(ALL, KINDS, Seats.of(10)).getFirst();
        Claimed other =
                Await.value(
                        "the claim runs out",
                        Duration.ofSeconds(10),
                        () -> {
                            try {
                                return store.claim(ALL, KINDS, Seats.of(10)).stream()
                                        .findFirst()
                                        .orElse(null);
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertThat(finish(new Finished.Done(slept))).isEmpty();
        assertThat(store.depth().depth()).isEqualTo(1);
        finish(new Finished.Done(other));
        assertThat(store.depth().depth()).isZero();
    }

    @Test
    void aRowThatIsBeingWokenIsGivenBackLater() throws SQLException {
        wake("a", 1);
        Claimed claim = claimOne();
        try (Connection waking = pool.getConnection()) {
            waking.setAutoCommit(false);
            WakeRows.wake(
                    waking,
                    List.of(
                            new Wake(
                                    key("a"),
                                    2,
                                    Urgency.CHANGED,
                                    Duration.ZERO,
                                    Instant.EPOCH,
                                    "")));
            assertThat(finish(new Finished.Done(claim))).hasSize(1);
            waking.commit();
            waking.setAutoCommit(true);
        }
        assertThat(finish(new Finished.Done(claim))).isEmpty();
        assertThat(claimOne().revision()).isEqualTo(2);
    }

    private Wake wake(String name, Urgency urgency) {
        return new Wake(key(name), 0, urgency, Duration.ZERO, Instant.EPOCH, "");
    }

    @Test
    void aRowThatWaitsIsLeftToAllWhoRemindOfItAndTakenAfterThem() throws SQLException {
        wake("a", 1);
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            WakeRows.remind(one, List.of(wake("a", Urgency.DESCRIBES)));
            WakeRows.remind(other, List.of(wake("a", Urgency.DESCRIBES)));
            other.commit();
            assertThat(store.claim(ALL, KINDS, Seats.of(10))).isEmpty();
            one.commit();
            one.setAutoCommit(true);
            other.setAutoCommit(true);
        }
        assertThat(claimOne().version()).isEqualTo(1);
    }

    @Test
    void aRowThatDoesNotWaitIsWokenByWhoRemindsOfIt() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            WakeRows.remind(connection, List.of(wake("a", Urgency.DESCRIBES)));
            Claimed claim = claimOne();
            WakeRows.remind(connection, List.of(wake("a", Urgency.DESCRIBES)));
            finish(new Finished.Done(claim));
        }
        claimOne();
    }

    @Test
    void whatWasChangedGoesBeforeWhatItReaches() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            for (int i = 0; i < 30; i++) {
                WakeRows.wake(connection, List.of(wake("reached-" + i, Urgency.REACHED)));
            }
            WakeRows.wake(connection, List.of(wake("changed", Urgency.CHANGED)));
        }
        List<Claimed> claims = store.claim(ALL, KINDS, Seats.of(4));
        assertThat(claims)
                .hasSize(4)
                .first()
                .extracting(Claimed::urgency)
                .isEqualTo(Urgency.CHANGED);
        assertThat(claims.subList(1, 4)).extracting(Claimed::urgency).containsOnly(Urgency.REACHED);
    }

    @Test
    void theMostUrgentReasonCounts() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            WakeRows.wake(connection, List.of(wake("a", Urgency.REACHED)));
            WakeRows.wake(connection, List.of(wake("a", Urgency.CHANGED)));
            WakeRows.wake(connection, List.of(wake("a", Urgency.DESCRIBES)));
        }
        assertThat(claimOne().urgency()).isEqualTo(Urgency.CHANGED);
    }

    @Test
    void eightWorkersNeverHaveOneKeyTwiceAndForgetNone() throws Exception {
        Map<ResourceKey, AtomicInteger> held = new ConcurrentHashMap<>();
        Map<ResourceKey, AtomicInteger> looks = new ConcurrentHashMap<>();
        List<String> faults = new ArrayList<>();
        CountDownLatch stop = new CountDownLatch(1);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            workers.add(Thread.ofVirtual().start(() -> work(held, looks, faults, stop)));
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 40; i++) {
                wake("a-" + i, round);
            }
        }
        Await.until(
                "everything is done",
                Duration.ofSeconds(30),
                () -> {
                    try {
                        return store.depth().depth() == 0;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
        stop.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(faults).isEmpty();
        assertThat(looks).hasSize(40);
    }

    private void work(
            Map<ResourceKey, AtomicInteger> held,
            Map<ResourceKey, AtomicInteger> looks,
            List<String> faults,
            CountDownLatch stop) {
        List<Finished> left = new ArrayList<>();
        try {
            while (stop.getCount() > 0) {
                for (Claimed claim : store.claim(ALL, KINDS, Seats.of(5))) {
                    AtomicInteger holders =
                            held.computeIfAbsent(claim.key(), _ -> new AtomicInteger());
                    if (holders.incrementAndGet() != 1) {
                        synchronized (faults) {
                            faults.add(claim.key().getName());
                        }
                    }
                    looks.computeIfAbsent(claim.key(), _ -> new AtomicInteger()).incrementAndGet();
                    holders.decrementAndGet();
                    left.add(new Finished.Done(claim));
                }
                left = new ArrayList<>(store.finish(left));
            }
        } catch (SQLException e) {
            synchronized (faults) {
                faults.add(String.valueOf(e));
            }
        }
    }
}
