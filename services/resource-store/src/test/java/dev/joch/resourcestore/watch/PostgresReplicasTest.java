package dev.joch.resourcestore.watch;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.all;
import static dev.joch.resourcestore.Requests.any;
import static dev.joch.resourcestore.Requests.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Two replicas on one database, both writing, both watched. */
final class PostgresReplicasTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final String jdbc = TestPostgres.server().newDatabase();
    private final Replica one = new Replica(jdbc);
    private final Replica two = new Replica(jdbc);

    private static final class Replica {
        private final Desk desk;
        private final FollowLog feed;
        private final WatchResources watches;

        Replica(String jdbc) {
            desk = new Desk(Stores.postgres(jdbc));
            feed = new FollowLog(desk.store, desk.window, Duration.ofMillis(50));
            watches =
                    new WatchResources(
                            desk.store, desk.window, new WatchConfig(100, 4096, LONG, LONG));
            feed.start();
        }

        RecordingSink watch(long from) {
            RecordingSink sink = new RecordingSink();
            watches.watch(
                    WatchRequest.newBuilder().setFilter(all()).setFromRevision(from).build(), sink);
            return sink;
        }

        void close() {
            watches.close();
            feed.close();
            desk.close();
        }
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void eachSeesTheOthersCommitsWithinATenthOfASecond() {
        one.desk.put(agent("a", "warm"));
        RecordingSink sink = two.watch(1);
        for (int i = 0; i < 20; i++) {
            one.desk.put(agent("a", "v" + i));
            assertEquals(any("v" + i), two.desk.get(agentKey("a")).getSpec());
            int wanted = i + 1;
            Await.until(
                    "the other replica tells of commit " + wanted,
                    Duration.ofMillis(i == 0 ? 2_000 : 500),
                    () -> sink.changes().size() >= wanted);
        }
        assertEquals(LongStream.rangeClosed(2, 21).boxed().toList(), sink.revisions());
    }

    @Test
    void concurrentWritersOnBothLoseNoUpdate() throws InterruptedException {
        one.desk.put(agent("counter", "0"));
        RecordingSink first = one.watch(1);
        RecordingSink second = two.watch(1);
        AtomicInteger conflicts = new AtomicInteger();
        int each = 25;
        List<Thread> writers =
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            for (int n = 0; n < each; n++) {
                                                increment(i % 2 == 0 ? one : two, conflicts);
                                            }
                                        }))
                        .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(any("200"), one.desk.get(agentKey("counter")).getSpec());
        assertTrue(conflicts.get() > 0);
        for (RecordingSink sink : List.of(first, second)) {
            assertEquals(
                    LongStream.rangeClosed(2, 201).boxed().toList(), sink.await(200).revisions());
            for (int i = 0; i < 200; i++) {
                assertEquals(any("" + (i + 1)), sink.changes().get(i).getResource().getSpec());
            }
        }
    }

    private static void increment(Replica replica, AtomicInteger conflicts) {
        while (true) {
            Resource read = replica.desk.get(agentKey("counter"));
            int value = Integer.parseInt(read.getSpec().getValue().toStringUtf8());
            try {
                replica.desk.put(
                        at(
                                agent("counter", "" + (value + 1)),
                                read.getMetadata().getResourceVersion()));
                return;
            } catch (ProblemException e) {
                assertTrue(e.problem() instanceof ResourceStoreProblem.StaleVersion);
                conflicts.incrementAndGet();
            }
        }
    }

    /**
     * Connections are killed at random moments: groups roll back, and no reader may see a hole
     * where one was.
     */
    @Test
    void rolledBackGroupsLeaveNoGap() throws Exception {
        RecordingSink sink = two.watch(0);
        // one whose first reading is killed ends, and is not what this is about
        sink.awaitResponse("the watch has begun", WatchResponse::getInitialEnd);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger unsure = new AtomicInteger();
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        List<Thread> writers =
                IntStream.range(0, 6)
                        .mapToObj(w ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            Replica replica = w % 2 == 0 ? one : two;
                                            for (int i = 0; writing.get(); i++) {
                                                try {
                                                    replica.desk.put(agent("w" + w + "-" + i, "x"));
                                                    acknowledged.add("w" + w + "-" + i);
                                                } catch (ProblemException e) {
                                                    unsure.incrementAndGet();
                                                }
                                            }
                                        }))
                        .toList();
        Random random = new Random(42);
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            for (int kill = 0; kill < 15; kill++) {
                int wanted = acknowledged.size() + 5 + random.nextInt(40);
                Await.until("writes go on", LONG, () -> acknowledged.size() >= wanted);
                killWriters(connection);
            }
        }
        writing.set(false);
        for (Thread writer : writers) {
            writer.join();
        }
        assertTrue(unsure.get() > 0, "nothing was killed");
        long newest = one.desk.store.bounds().revision();
        assertTrue(newest >= acknowledged.size() && newest <= acknowledged.size() + unsure.get());
        Await.until(
                "everything has arrived",
                LONG,
                () -> sink.revisions().contains(newest) || sink.revisions().size() >= newest);
        List<Long> live = sink.revisions().stream().filter(revision -> revision > 0).toList();
        assertEquals(LongStream.rangeClosed(live.getFirst(), newest).boxed().toList(), live);
        acknowledged.forEach(name -> assertTrue(one.desk.exists(agentKey(name)), name));
    }

    private static void killWriters(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                        and query not like '%unlisten%' and state <> 'idle'
                    """);
        }
    }
}
