package dev.joch.resourcestore.store;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.all;
import static dev.joch.resourcestore.Requests.key;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.service.database.Database;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

@ExtendWith(Postgres.class)
final class PostgresTenancyTest {

    private static final List<String> TABLES =
            List.of("log", "head", "reference", "ownership", "answer");

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void onePooledConnectionLeaksNothingBetweenTenants(PostgresUrl url) {
        try (Desk desk = new Desk(Stores.postgres(url.jdbc(), 1))) {
            for (int i = 0; i < 200; i++) {
                String tenant = "tenant," + i % 4 + "{\"}";
                desk.write(write(put(agent("a" + i, "one"))).toBuilder().setTenant(tenant).build());
                assertEquals(
                        i / 4 + 1,
                        desk.names(all().toBuilder().setTenant(tenant).build(), 100).size());
            }
        }
    }

    @Test
    void aGroupMayHoldSeveralTenants(PostgresUrl url) {
        try (ResourceStore store = Stores.postgres(url.jdbc())) {
            store.write(
                    Stream.of("one", "two", "three").map(PostgresTenancyTest::command).toList());
            assertEquals(3, store.bounds().revision());
            assertTrue(store.get(new Key("two", "Agent", "ns", "a"), 0).isPresent());
        }
    }

    private static WriteCommand command(String tenant) {
        Key key = new Key(tenant, "Agent", "ns", "a");
        return new WriteCommand(
                tenant,
                List.of(
                        new WriteCommand.Step.Put(
                                key, agent("a", "one"), WriteCommand.Mode.CREATE, List.of())),
                List.of(),
                "",
                ByteString.EMPTY,
                false,
                "");
    }

    @Test
    void withoutATenantNoRowIsSeenAndNoneIsWritten(PostgresUrl url) throws SQLException {
        try (Desk desk = new Desk(Stores.postgres(url.jdbc()))) {
            desk.put(agent("a", "one"), key("Model", "m"));
        }
        try (Database database = Database.open(Stores.config(url.jdbc(), 1), "resource-store");
                HikariDataSource app = database.as("joch_resource_store_app");
                Connection connection = app.getConnection()) {
            for (String table : TABLES) {
                assertEquals(0, count(connection, "select count(*) from " + table), table);
            }
            connection.setAutoCommit(false);
            execute(connection, "select set_config('joch.tenants', '{acme}', true)");
            assertEquals(1, count(connection, "select count(*) from head"));
            SQLException refused =
                    assertThrows(
                            SQLException.class,
                            () ->
                                    execute(
                                            connection,
                                            "insert into head values ('other', 'Agent', 'ns', 'b', 1)"));
            assertEquals("42501", refused.getSQLState());
            connection.rollback();
            assertEquals(0, count(connection, "select count(*) from head"));
            connection.rollback();
            assertThrows(SQLException.class, () -> execute(connection, "delete from log"));
        }
    }

    @Test
    void theFeedReadsAllTenantsAndWritesNothing(PostgresUrl url) throws SQLException {
        try (Desk desk = new Desk(Stores.postgres(url.jdbc()))) {
            desk.put(agent("a", "one"));
        }
        try (Database database = Database.open(Stores.config(url.jdbc(), 1), "resource-store");
                HikariDataSource feed = database.as("joch_resource_store_feed");
                Connection connection = feed.getConnection()) {
            assertEquals(1, count(connection, "select count(*) from log"));
            for (String sql :
                    List.of(
                            "delete from log",
                            "update store_head set revision = 9",
                            "select * from answer",
                            "select * from reference")) {
                SQLException refused =
                        assertThrows(SQLException.class, () -> execute(connection, sql), sql);
                assertEquals("42501", refused.getSQLState());
            }
        }
    }

    /**
     * Looks at the catalogue of the database itself, so that a table which somebody adds is not
     * forgotten.
     */
    @Test
    void everyTableWithATenantIsGuardedAndNoRoleGoesAround(PostgresUrl url) throws SQLException {
        try (Database database = Database.open(Stores.config(url.jdbc(), 1), "resource-store");
                Connection connection = database.owner().getConnection()) {
            assertEquals(
                    TABLES.size(),
                    count(
                            connection,
                            """
                            select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid
                            where c.relkind = 'r' and a.attname = 'tenant'
                                and c.relnamespace = current_schema()::regnamespace
                            """));
            assertEquals(
                    0,
                    count(
                            connection,
                            """
                            select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid
                            where c.relkind = 'r' and a.attname = 'tenant'
                                and c.relnamespace = current_schema()::regnamespace
                                and not (c.relrowsecurity and c.relforcerowsecurity)
                            """));
            assertEquals(
                    0,
                    count(
                            connection,
                            """
                            select count(*) from pg_roles r
                            where r.rolname like 'joch\\_resource\\_store\\_%'
                                and (r.rolbypassrls or r.rolsuper or r.rolcanlogin
                                    or exists (select from pg_class c where c.relowner = r.oid))
                            """));
        }
    }
}
