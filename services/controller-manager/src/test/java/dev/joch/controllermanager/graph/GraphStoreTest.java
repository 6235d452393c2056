package dev.joch.controllermanager.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.controllermanager.queue.Claimed;
import dev.joch.controllermanager.queue.Finished;
import dev.joch.controllermanager.queue.Seats;
import dev.joch.controllermanager.queue.WorkStore;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A change reaches everybody whom it concerns, and nobody else. */
@ExtendWith(Postgres.class)
final class GraphStoreTest {

    private static final Set<Integer> ALL =
            IntStream.range(0, 12).boxed().collect(Collectors.toSet());
    private static final Set<String> KINDS = Set.of("Agent", "ModelRoute");

    private Database database;
    private HikariDataSource pool;
    private WorkStore work;
    private GraphStore graph;
    private long revision = 100;

    @BeforeEach
    void open(PostgresUrl url) {
        database =
                Database.open(
                        new DatabaseConfig(url.jdbc(), "", "", 8, true),
                        "controller-manager",
                        "events");
        pool = database.as("", 4);
        work = new WorkStore(pool, pool, Duration.ofMinutes(1));
        graph = new GraphStore(pool, InstantSource.system());
    }

    @AfterEach
    void close() {
        graph.close();
        pool.close();
        database.close();
    }

    private static ResourceKey agent(String namespace, int number) {
        return ResourceKeys.of("acme", "Agent", namespace, "a-" + number);
    }

    private static ResourceKey tool(int number) {
        return ResourceKeys.of("acme", "Tool", "ns", "t-" + number);
    }

    /** Who was woken since the last look. */
    private Set<ResourceKey> woken() throws SQLException {
        Set<ResourceKey> keys = new HashSet<>();
        List<Claimed> claims = work.claim(ALL, KINDS, Seats.of(1000));
        for (Claimed claim : claims) {
            keys.add(claim.key());
        }
        work.finish(claims.stream().<Finished>map(Finished.Done::new).toList());
        return keys;
    }

    private Sighting plain(ResourceKey key, String fingerprint) {
        return new Sighting(key, fingerprint, "", Set.of(), ++revision, null, null);
    }

    private Sighting policy(String namespace, String name, Map<String, String> selector) {
        long at = ++revision;
        return new Sighting(
                ResourceKeys.of("acme", "Policy", namespace, name),
                "u:" + at,
                "",
                Set.of(),
                at,
                selector,
                null);
    }

    private static Scope scope(String label) {
        return new Scope(Map.of("team", label), "sha256:m", "");
    }

    private Dependent agentOn(ResourceKey key, Set<ResourceKey> targets, String label) {
        return new Dependent(key, targets, revision, scope(label));
    }

    @Test
    void theSameSightWakesNobodyTwice() throws SQLException {
        graph.depend(agentOn(agent("ns", 1), Set.of(tool(1)), "x"));
        Sighting first = plain(tool(1), "u:1");
        graph.tell(first);
        assertThat(woken()).hasSize(1);
        graph.tell(plain(tool(1), "u:1"));
        assertThat(woken()).isEmpty();
        graph.tell(plain(tool(1), "u:2"));
        assertThat(woken()).hasSize(1);
        // somebody who slept comes with an old picture
        graph.tell(first);
        assertThat(woken()).isEmpty();
    }

    @Test
    void aChangeThatCameBetweenLookAndIndexIsNotMissed() throws SQLException {
        long looked = revision;
        graph.tell(plain(tool(1), "u:1"));
        graph.depend(new Dependent(agent("ns", 1), Set.of(tool(1)), looked, scope("x")));
        assertThat(woken()).containsExactly(agent("ns", 1));
    }

    @Test
    void aPolicyThatCameBetweenLookAndIndexIsNotMissed() throws SQLException {
        long looked = revision;
        graph.tell(policy("ns", "p", Map.of("team", "x")));
        graph.depend(new Dependent(agent("ns", 1), Set.of(), looked, scope("x")));
        assertThat(woken()).containsExactly(agent("ns", 1));
    }

    @Test
    void aTeamReachesTheAgentsOfItsNamespaces() throws SQLException {
        graph.depend(agentOn(agent("ns", 1), Set.of(), "x"));
        graph.depend(agentOn(agent("other", 2), Set.of(), "x"));
        ResourceKey team = ResourceKeys.of("acme", "Team", "", "t");
        graph.tell(new Sighting(team, "u:1", "", Set.of(), ++revision, null, List.of("ns")));
        assertThat(woken()).containsExactly(agent("ns", 1));
        graph.tell(new Sighting(team, "u:2", "", Set.of(), ++revision, null, List.of("other")));
        assertThat(woken()).containsExactlyInAnyOrder(agent("ns", 1), agent("other", 2));
    }

    @Test
    void factsReachOnlyThoseWhoReadThem() throws SQLException {
        ResourceKey model = ResourceKeys.of("acme", "Model", "", "m");
        ResourceKey route = ResourceKeys.of("acme", "ModelRoute", "ns", "r");
        graph.depend(Dependent.of(route, Set.of(model), revision));
        graph.depend(agentOn(agent("ns", 1), Set.of(model), "x"));
        graph.tell(
                new Sighting(
                        model, "u:1", "Healthy", Set.of("ModelRoute"), ++revision, null, null));
        assertThat(woken()).hasSize(2);
        graph.tell(
                new Sighting(
                        model, "u:1", "Degraded", Set.of("ModelRoute"), ++revision, null, null));
        assertThat(woken()).containsExactly(route);
    }

    private Thread dependOnLater(int number, String label, Map<Integer, SQLException> refused) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        graph.depend(agentOn(agent("ns", number), Set.of(tool(1)), label));
                    } catch (SQLException e) {
                        refused.put(number, e);
                    }
                });
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** While somebody tells of the tool, those who want to depend on it gather. */
    private Map<Integer, SQLException> gather(Map<Integer, String> labels) throws Exception {
        Map<Integer, SQLException> refused = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        try (Connection telling = pool.getConnection()) {
            telling.setAutoCommit(false);
            GraphLocks.exclusive(telling, plain(tool(1), "u:1"));
            labels.forEach((number, label) -> threads.add(dependOnLater(number, label, refused)));
            Await.until(
                    "all of them wait",
                    Duration.ofSeconds(20),
                    () -> threads.stream().allMatch(GraphStoreTest::waits));
            telling.rollback();
            telling.setAutoCommit(true);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return refused;
    }

    /** How many have written something so far. */
    private long transactions() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_current_xact_id()::text::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void manyWhoWaitForOneTellerAreWrittenTogether() throws Exception {
        Map<Integer, String> labels = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            labels.put(i, "x");
        }
        long before = transactions();
        assertThat(gather(labels)).isEmpty();
        assertThat(transactions() - before).isLessThan(20);
        graph.tell(plain(tool(1), "u:2"));
        assertThat(woken()).hasSize(40);
        assertThat(graph.remembered(agent("ns", 7)).targets()).containsExactly(tool(1));
        assertThat(graph.remembered(agent("ns", 7)).scope()).contains(scope("x"));
    }

    @Test
    void whatTheDatabaseRefusesIsRefusedAlone() throws Exception {
        Map<Integer, String> labels = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            labels.put(i, i == 3 ? "no\0text" : "x");
        }
        assertThat(gather(labels)).containsOnlyKeys(3);
        graph.tell(plain(tool(1), "u:2"));
        assertThat(woken()).hasSize(9);
    }
}
