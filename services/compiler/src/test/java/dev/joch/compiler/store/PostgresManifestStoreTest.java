package dev.joch.compiler.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Events;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

final class PostgresManifestStoreTest extends ManifestStoreContract {

    private final DatabaseConfig config =
            new DatabaseConfig(TestPostgres.server().newDatabase(), "", "", 4, false);

    @Override
    ManifestStore open() {
        return PostgresManifestStore.open(
                config,
                Duration.ofHours(1),
                new Events("compiler", new Ids(() -> now), () -> now),
                () -> now);
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Asks the database itself, so that a table which somebody adds is not forgotten. */
    @Test
    void everyTableOfManifestsIsGuardedByTenant() throws SQLException {
        try (Database database = Database.open(config, "compiler", "events");
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
        contentIsWrittenOnce();
        try (Database database = Database.open(config, "compiler", "events");
                HikariDataSource app = database.as("joch_compiler_app");
                Connection connection = app.getConnection()) {
            assertThat(count(connection, "select count(*) from manifest")).isZero();
            assertThat(count(connection, "select count(*) from head")).isZero();
        }
    }
}
