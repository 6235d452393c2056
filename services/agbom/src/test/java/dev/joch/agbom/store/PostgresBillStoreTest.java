package dev.joch.agbom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

final class PostgresBillStoreTest extends BillStoreContract {

    private final Database database =
            Database.open(
                    new DatabaseConfig(TestPostgres.server().newDatabase(), "", "", 8, false),
                    "agbom",
                    "events");
    private final Outbox outbox = Outbox.open(database, Duration.ofHours(1));

    @Override
    BillStore open() {
        return new PostgresBillStore(database, outbox);
    }

    @Override
    int said() {
        return outbox.read(0, 100).entries().size();
    }

    @AfterEach
    void close() {
        outbox.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lineage", "bill", "document"})
    void whoNamesNoTenantSeesNothing(String table) throws SQLException {
        try (BillStore store = open()) {
            store.append(bill(new Lineage("acme", "a", "x"), 1, List.of()));
        }
        try (HikariDataSource pool = database.as("joch_agbom_app");
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
                rows.next();
                assertThat(rows.getLong(1)).isZero();
            }
            statement.execute("select set_config('joch.tenants', '{acme}', false)");
            try (ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
                rows.next();
                assertThat(rows.getLong(1)).isPositive();
            }
        }
    }

    @Test
    void whatWasWrittenCannotBeChanged() throws SQLException {
        try (HikariDataSource pool = database.as("joch_agbom_app");
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String change :
                    List.of(
                            "update bill set signed = false",
                            "update document set body = ''",
                            "delete from bill",
                            "delete from document",
                            "delete from lineage")) {
                SQLException refused =
                        assertThrows(SQLException.class, () -> statement.execute(change));
                assertThat(refused.getSQLState()).isEqualTo("42501");
            }
        }
    }
}
