package dev.joch.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class PostgresRunStoreTest {

    private static final Limits NONE = bound -> 0;

    private final String jdbc = TestPostgres.server().newDatabase();
    private PostgresRunStore store;

    @BeforeEach
    void open() {
        store = Waiting.open(jdbc);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Database database() {
        return Database.open(new DatabaseConfig(jdbc, "", "", 2, false), "scheduler", "events");
    }

    /** Asks the database itself, so that a table which somebody adds is not forgotten. */
    @Test
    void everyTableWithATenantIsGuarded() throws SQLException {
        try (Database database = database();
                Connection connection = database.owner().getConnection()) {
            String guarded =
                    """
                    select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid
                    where c.relkind = 'r' and a.attname = 'tenant' and c.relname not like 'event%'
                        and c.relnamespace = current_schema()::regnamespace
                    """;
            assertThat(count(connection, guarded)).isEqualTo(4);
            assertThat(
                            count(
                                    connection,
                                    guarded + " and c.relrowsecurity and c.relforcerowsecurity"))
                    .isEqualTo(4);
        }
    }

    @Test
    void withoutATenantNoRowIsSeen() throws SQLException {
        Waiting.fill(store, "acme", "ns", 3);
        try (Database database = database();
                HikariDataSource app = database.as("joch_scheduler_app", 1);
                HikariDataSource desk = database.as("joch_scheduler_desk", 1);
                Connection one = app.getConnection();
                Connection two = desk.getConnection()) {
            for (String table : List.of("run", "queue", "lease")) {
                assertThat(count(one, "select count(*) from " + table)).as(table).isZero();
            }
            assertThat(count(two, "select count(*) from queue")).isEqualTo(3);
        }
    }

    @Test
    void aNamespaceWithThousandsThatWaitDoesNotDelayAnother() {
        Waiting.fill(store, "noisy", "ns", 3_000);
        Waiting.fill(store, "acme", "noisy", 1_000);
        Waiting.fill(store, "acme", "quiet", 5);
        int decisions = 0;
        int quiet = 0;
        Map<String, Integer> others = new HashMap<>();
        while (quiet < 5) {
            decisions++;
            for (RunStore.Leased leased :
                    store.lease(List.of(Waiting.ask("w", 1)), NONE).given().getFirst()) {
                RunKey key = leased.lease().key();
                if (key.namespace().equals("quiet")) {
                    quiet++;
                } else {
                    others.merge(key.tenant(), 1, Integer::sum);
                }
            }
        }
        // every second turn is the other tenant's, every second of the rest the other namespace's
        assertThat(decisions).isLessThanOrEqualTo(20);
        assertThat(others.getOrDefault("noisy", 0)).isBetween(8, 10);
    }

    @Test
    void severalWhoAskAreServedByOneDecisionWithinTheLimits() {
        Waiting.fill(store, "acme", "ns", 40);
        Bound agent = Bound.agent("acme", "ns", "agent");
        RunStore.Round round =
                store.lease(
                        List.of(Waiting.ask("a", 10), Waiting.ask("b", 10), Waiting.ask("c", 10)),
                        bound -> bound.equals(agent) ? 25 : 0);
        assertThat(round.given().stream().mapToInt(List::size).sum()).isEqualTo(25);
        assertThat(round.given()).allSatisfy(given -> assertThat(given).isNotEmpty());
        assertThat(
                        round.given().stream()
                                .flatMap(List::stream)
                                .map(leased -> leased.lease().key())
                                .distinct())
                .hasSize(25);
        assertThat(store.running("acme", List.of(agent))).isEqualTo(Map.of(agent, 25));
        assertThat(store.waiting()).isEqualTo(15);
    }

    @Test
    void oneGroupDecidesEachCommandOnWhatTheOneBeforeItLeft() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 1);
        RunStore.Leased leased =
                store.lease(List.of(Waiting.ask("w", 1)), NONE).given().getFirst().getFirst();
        RunCommand finish =
                new RunCommand.Finish(
                        leased.lease(),
                        RunPhase.RUN_PHASE_SUCCEEDED,
                        "",
                        "",
                        RunReport.getDefaultInstance());
        List<RunDecision> decisions =
                store.commit(
                        List.of(
                                new RunCommand.Start(leased.lease()),
                                finish,
                                finish,
                                new RunCommand.Forget(keys.getFirst(), leased.lease().uid())));
        assertThat(decisions.get(0)).isInstanceOf(RunDecision.Become.class);
        assertThat(decisions.get(1)).isInstanceOf(RunDecision.Become.class);
        assertThat(decisions.get(2)).isInstanceOf(RunDecision.Stay.class);
        assertThat(decisions.get(3)).isInstanceOf(RunDecision.Gone.class);
        assertThat(store.find(keys.getFirst())).isEmpty();
        assertThat(store.outbox().read(0, 100).entries())
                .extracting(entry -> entry.event().type())
                .containsExactly(
                        "joch.event.v1.ExecutionCreated",
                        "joch.event.v1.ExecutionScheduled",
                        "joch.event.v1.ExecutionStarted",
                        "joch.event.v1.ExecutionSucceeded");
    }

    @Test
    void queueAndLeasesFollowThePhases() throws SQLException {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 3);
        RunStore.Leased leased =
                store.lease(List.of(Waiting.ask("w", 1)), NONE).given().getFirst().getFirst();
        store.commit(List.of(new RunCommand.Cancel(keys.get(1), "u-ns1", "alice", "")));
        try (Database database = database();
                Connection connection = database.owner().getConnection()) {
            // the owner is guarded too: it looks as the desk does
            connection.createStatement().execute("set role joch_scheduler_desk");
            assertThat(count(connection, "select count(*) from queue")).isEqualTo(1);
            assertThat(count(connection, "select count(*) from lease")).isEqualTo(1);
            store.commit(List.of(new RunCommand.Cancel(keys.get(0), "u-ns0", "alice", "")));
            assertThat(count(connection, "select count(*) from lease")).isZero();
        }
        assertThat(store.renew(Waiting.ask("w", 1).worker(), List.of(leased.lease())).lost())
                .containsExactly(leased.lease());
    }

    @Test
    void anotherWorkerCannotRenewALease() {
        Waiting.fill(store, "acme", "ns", 1);
        LeaseRef lease =
                store.lease(List.of(Waiting.ask("w", 1)), NONE)
                        .given()
                        .getFirst()
                        .getFirst()
                        .lease();
        assertThat(store.renew(Waiting.ask("v", 1).worker(), List.of(lease)).lost())
                .containsExactly(lease);
        assertThat(store.renew(Waiting.ask("w", 1).worker(), List.of(lease)).lost()).isEmpty();
    }

    @Test
    void whatEndedLongAgoIsDropped() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 3);
        store.commit(List.of(new RunCommand.Cancel(keys.getFirst(), "u-ns0", "alice", "")));
        assertThat(store.dropEnded(Duration.ofHours(1), 10)).isZero();
        assertThat(store.dropEnded(Duration.ZERO, 10)).isEqualTo(1);
        assertThat(store.find(keys.getFirst())).isEmpty();
        assertThat(store.find(keys)).hasSize(2);
    }

    @Test
    void aListOfThoseThatLiveLeavesOutThoseThatEnded() {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 4);
        store.commit(List.of(new RunCommand.Cancel(keys.get(2), "u-ns2", "alice", "")));
        List<String> names = new ArrayList<>();
        store.list(
                        new RunStore.Selection(
                                "acme",
                                "ns",
                                "agent",
                                Set.of(RunPhase.RUN_PHASE_PENDING, RunPhase.RUN_PHASE_RUNNING)),
                        Optional.empty(),
                        10)
                .forEach(run -> names.add(run.getExecution().getName()));
        assertThat(names).containsExactly("run-000000", "run-000001", "run-000003");
        StoredRun last = store.find(keys.get(3)).orElseThrow();
        assertThat(store.ahead(last)).isEqualTo(2);
    }
}
