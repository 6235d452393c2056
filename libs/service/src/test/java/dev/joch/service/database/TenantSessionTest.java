package dev.joch.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

@ExtendWith(Postgres.class)
final class TenantSessionTest {

    private static final TenantSession.Stops STOPS =
            new TenantSession.Stops(Failpoint.OUTBOX_ADD_BEFORE, Failpoint.OUTBOX_ADD_AFTER);
    private static final ServiceProblem UNKNOWN = new ServiceProblem.DeadlineExceeded("the commit");

    private String url = "";
    private HikariDataSource pool = new HikariDataSource();
    private TenantSession session = new TenantSession(pool);

    @BeforeEach
    void open(PostgresUrl postgres) throws SQLException {
        url = postgres.jdbc();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
        session = new TenantSession(pool, UNKNOWN);
        session.within(
                Set.of(),
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("create table word (word text primary key)");
                    }
                });
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int add(Connection connection, String word) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("insert into word values ('" + word + "')");
        }
    }

    private String words() {
        return session.within(
                Set.of(), connection -> text(connection, "select count(*) from word"));
    }

    @Test
    void aTransactionSeesItsTenantsAndTheNextOneItsOwn() {
        String asked = "select current_setting('joch.tenants')";
        assertThat(session.<String>within(List.of("a", "b c"), one -> text(one, asked)))
                .isEqualTo("{a,\"b c\"}");
        assertThat(session.<String>within(Set.of(), one -> text(one, asked))).isEqualTo("{}");
    }

    @Test
    void theTimeIsThatOfTheDatabase() {
        long now = session.within(Set.of(), (connection, time) -> time);
        assertThat(Instant.EPOCH.plus(now, ChronoUnit.MICROS))
                .isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
    }

    @Test
    void whatFailsHalfWayLeavesNothing() {
        assertThatThrownBy(() ->
                        session.write(
                                Set.of(),
                                STOPS,
                                connection -> {
                                    add(connection, "one");
                                    return add(connection, "one");
                                }))
                .isInstanceOf(StatementRefused.class);
        assertThat(words()).isEqualTo("0");
        assertThat(session.<Integer>write(Set.of(), STOPS, one -> add(one, "one"))).isEqualTo(1);
        assertThat(words()).isEqualTo("1");
    }

    @Test
    void aDatabaseThatGoesAwayBeforeTheCommitHasDoneNothing() {
        assertThatThrownBy(() ->
                        session.write(
                                Set.of(),
                                STOPS,
                                connection -> {
                                    add(connection, "one");
                                    hangUp(connection);
                                    return add(connection, "two");
                                }))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new ServiceProblem.Unavailable("the database")));
        assertThat(words()).isEqualTo("0");
    }

    @Test
    void aCommitThatNobodyAnswersIsAnOpenQuestion() {
        assertThatThrownBy(() ->
                        session.write(
                                Set.of(),
                                STOPS,
                                connection -> {
                                    add(connection, "one");
                                    return hangUp(connection);
                                }))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(UNKNOWN));
    }

    /** As an administrator would end it. */
    private boolean hangUp(Connection connection) throws SQLException {
        String process = text(connection, "select pg_backend_pid()");
        try (Connection other = DriverManager.getConnection(url)) {
            return text(other, "select pg_terminate_backend(" + process + ", 5000)").equals("t");
        }
    }
}
