package dev.joch.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.service.problem.ProblemException;
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
import java.util.ArrayList;
import java.util.List;

@ExtendWith(Postgres.class)
final class BundleTest {

    private static final String ADD = "insert into word (word) select * from unnest(?::text[])";
    private static final String CHANGE = "update word set word = word || ? where word = ?";

    private Connection connection;
    private Bundle bundle;

    @BeforeEach
    void open(PostgresUrl url) throws SQLException {
        connection = DriverManager.getConnection(url.jdbc());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table word (place serial, word text unique)");
        }
        bundle = new Bundle(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void add(String... words) {
        bundle.add(
                ADD,
                (statement, first) ->
                        new Columns<>(statement, first, List.of(words)).texts(word -> word).next());
    }

    private void change(String word, String more, int rows) {
        bundle.add(
                CHANGE,
                (statement, first) -> {
                    statement.setString(first, more);
                    statement.setString(first + 1, word);
                    return first + 2;
                },
                rows,
                "the word is there");
    }

    private List<String> words() throws SQLException {
        List<String> words = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select word from word order by place, word")) {
            while (rows.next()) {
                words.add(rows.getString(1));
            }
        }
        return words;
    }

    @Test
    void statementsAreKeptBackAndComeInTheirOrder() throws SQLException {
        add("a", "b");
        bundle.add("select pg_advisory_xact_lock(7)", (statement, first) -> first);
        change("b", "c", 1);
        change("bc", "d", 1);
        assertThat(words()).isEmpty();
        bundle.send();
        assertThat(words()).containsExactly("a", "bcd");
        bundle.send();
        assertThat(words()).containsExactly("a", "bcd");
    }

    /** The driver prepares what comes often: no difference may be seen. */
    @Test
    void itIsTheSameTheTenthTime() throws SQLException {
        for (int i = 0; i < 10; i++) {
            add("w" + i);
            change("w" + i, "!", 1);
            bundle.send();
        }
        assertThat(words()).hasSize(10).contains("w0!", "w9!");
    }

    @Test
    void whatMustChangeOneRowAndDoesNotBreaksAPromise() {
        add("a");
        change("b", "c", 1);
        assertThatThrownBy(bundle::send).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatIsRefusedIsTold() {
        add("a");
        add("a");
        assertThatThrownBy(bundle::send)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
    }
}
