package dev.joch.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Events;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

final class PostgresRunStoreTest extends RunStoreContract {

    /** Of the store that every test has. */
    private String jdbc = "";

    @Override
    RunStore open(RunPatience patience) {
        String database = TestPostgres.server().newDatabase();
        jdbc = jdbc.isEmpty() ? database : jdbc;
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock);
        return PostgresRunStore.open(
                new DatabaseConfig(database, "", "", 4, false),
                Duration.ofHours(1),
                new Events("scheduler", ids, clock),
                ids,
                patience);
    }

    @Override
    List<String> told(RunStore store) {
        return ((PostgresRunStore) store)
                .outbox().read(0, 100).entries().stream()
                        .map(entry -> entry.event().type())
                        .toList();
    }

    /** The database has the clock of this machine. */
    @Override
    void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("time goes by", Duration.ofMinutes(1), () -> System.nanoTime() - end > 0);
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
    void queueAndLeasesFollowThePhases() throws SQLException {
        List<RunKey> keys = Waiting.fill(store, "acme", "ns", 3);
        LeaseRef lease = leased(store, "w");
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
        assertThat(store.renew(Waiting.ask("w", 1).worker(), List.of(lease)).lost())
                .containsExactly(lease);
    }

    /** Workers ask all the time: what is known of them already is not written again. */
    @Test
    void whoeverAsksAgainAtOnceIsNotWrittenDownAgain() throws SQLException {
        RunStore.Ask ask = Waiting.ask("w", 1);
        RunStore.Ask other =
                new RunStore.Ask(
                        ask.worker().toBuilder().setRegion("elsewhere").build(), 1, ask.only());
        try (Database database = database();
                Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            // so that it is a moment ago, however slow this machine is
            String soon = "update worker set heard_at = heard_at + 3600000000";
            String written = "select xmin::text::bigint from worker";
            store.lease(List.of(ask), NONE);
            statement.execute(soon);
            long first = count(connection, written);
            store.lease(List.of(ask), NONE);
            assertThat(count(connection, written)).as("asked again").isEqualTo(first);
            store.lease(List.of(other), NONE);
            long second = count(connection, written);
            assertThat(second).as("says something else").isNotEqualTo(first);
            statement.execute("update worker set heard_at = heard_at - 7200000000");
            assertThat(store.workers(Duration.ofMinutes(1))).isEmpty();
            store.lease(List.of(other), NONE);
            assertThat(store.workers(Duration.ofMinutes(1))).as("a while ago").hasSize(1);
        }
    }
}
