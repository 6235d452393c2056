package dev.joch.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

@ExtendWith(Postgres.class)
class DatabaseTest {

    @Test
    void aServiceGetsItsOwnMigratedSchema(PostgresUrl url) throws SQLException {
        try (Database database = Database.open(config(url, false), "probe");
                Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_schema()")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("joch_probe");
            statement.execute("insert into probe values (1)");
        }
    }

    @Test
    void aTransactionThatItsProcessAbandonedDoesNotHoldItsLocksForever(PostgresUrl url)
            throws SQLException {
        try (Database database = Database.open(config(url, false), "probe");
                HikariDataSource pool = database.as("", 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("show idle_in_transaction_session_timeout")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("20s");
        }
    }

    @Test
    void openingTwiceChangesNothing(PostgresUrl url) throws SQLException {
        Database.open(config(url, false), "probe").close();
        try (Database again = Database.open(config(url, false), "probe");
                Connection connection = again.owner().getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous_commit"})
    void aDatabaseThatLosesAcknowledgedWritesIsRefused(String setting, PostgresUrl url)
            throws SQLException {
        String database = url.jdbc().replaceAll(".*/([^?]*).*", "$1");
        try (Connection connection = DriverManager.getConnection(url.jdbc());
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + database + " set " + setting + " = off");
        }
        assertThatThrownBy(() -> Database.open(config(url, false), "probe"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new ServiceProblem.UnsafeDatabase(setting, "off")));
        Database.open(config(url, true), "probe").close();
    }

    private static DatabaseConfig config(PostgresUrl url, boolean allowUnsafe) {
        return new DatabaseConfig(url.jdbc(), "", "", 4, allowUnsafe);
    }

    @Test
    void settingsHoldForThePoolThatAskedForThem(PostgresUrl url) throws SQLException {
        try (Database database = Database.open(config(url, false), "probe");
                HikariDataSource plain = database.as("", 1);
                HikariDataSource own =
                        database.as(
                                "",
                                1,
                                ConnectionSetting.BY_INDEX,
                                ConnectionSetting.PLANNED_ONCE,
                                ConnectionSetting.MAY_BE_LOST)) {
            assertThat(show(own, "enable_seqscan")).isEqualTo("off");
            assertThat(show(own, "plan_cache_mode")).isEqualTo("force_generic_plan");
            assertThat(show(own, "synchronous_commit")).isEqualTo("off");
            assertThat(show(plain, "enable_seqscan")).isEqualTo("on");
            assertThat(show(plain, "plan_cache_mode")).isEqualTo("auto");
            assertThat(show(plain, "synchronous_commit")).isEqualTo("on");
        }
    }

    private static String show(HikariDataSource pool, String setting) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
