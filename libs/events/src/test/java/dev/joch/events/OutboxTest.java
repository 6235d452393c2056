package dev.joch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;

import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@ExtendWith(Postgres.class)
class OutboxTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WRITERS = 32;
    private static final int CHANGES = 60;
    private static final int KEYS = 40;

    private Talker talker;

    @BeforeEach
    void open(PostgresUrl url) {
        talker = new Talker(url.jdbc(), Duration.ZERO);
    }

    @AfterEach
    void close() {
        talker.close();
    }

    /** The obvious way: remember the last position, ask for what is larger. */
    private EventLog.Page naive(long after, int limit) {
        List<EventLog.Entry> entries = new ArrayList<>();
        try (Connection connection = talker.pool().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                select position, key, payload from event_outbox
                                where position > ? order by position limit ?
                                """)) {
            statement.setLong(1, after);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long n = Long.parseLong(new String(row.getBytes(3), UTF_8));
                    entries.add(
                            new EventLog.Entry(row.getLong(1), Talker.event(row.getString(2), n)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return entries.isEmpty()
                ? EventLog.Page.none(after)
                : new EventLog.Page(entries, entries.getLast().position());
    }

    private interface Reader {
        EventLog.Page read(long after, int limit);
    }

    /**
     * Reads while the writers write, and goes on to the newest position: a gap before it stays for
     * as long as a transaction of another test on this server is open.
     */
    private List<String> faultsOf(Reader reader) {
        Map<String, List<Long>> heard = new HashMap<>();
        List<Map<String, Long>> said = new ArrayList<>();
        Thread writing =
                Thread.ofVirtual()
                        .start(() -> said.add(new Writers(talker, WRITERS, CHANGES, KEYS).run()));
        long at = 0;
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            boolean over = !writing.isAlive();
            EventLog.Page page = reader.read(at, 100);
            for (EventLog.Entry entry : page.entries()) {
                heard.computeIfAbsent(entry.event().key(), _ -> new ArrayList<>())
                        .add(Long.parseLong(entry.event().payload().toStringUtf8()));
            }
            at = page.end();
            if (over && at >= talker.outbox().newest()) {
                return Writers.faults(said.getFirst(), heard);
            }
        }
        throw new AssertionError("not within " + SOON + ": the newest position is read");
    }

    @Test
    void nothingIsMissedNorReorderedUnderManyWriters() {
        assertThat(faultsOf(talker.outbox()::read)).isEmpty();
    }

    @Test
    void aNaiveReaderFailsTheSameTest() {
        assertThat(faultsOf(this::naive)).isNotEmpty();
    }

    @Test
    void aLaterPositionWaitsForOneThatIsStillOpen() throws SQLException {
        try (Connection slow = talker.begin()) {
            talker.say(slow, "slow");
            talker.say("fast");
            assertThat(keys(talker.outbox().read(0, 10))).isEmpty();
            assertThat(keys(naive(0, 10))).containsExactly("fast");
            slow.commit();
        }
        assertThat(keys(talker.outbox().read(0, 10))).containsExactly("slow", "fast");
    }

    @Test
    void aPositionThatWasRolledBackHoldsNobodyUp() throws SQLException {
        try (Connection undone = talker.begin()) {
            talker.say(undone, "undone");
            undone.rollback();
        }
        talker.say("kept");
        // while a transaction of another test on this server is open the gap may still be filled
        Await.until(
                "the gap is passed over",
                SOON,
                () -> keys(talker.outbox().read(0, 10)).equals(List.of("kept")));
    }

    /** An order by numbers of transactions gives the second change of the key first here. */
    @Test
    void aTransactionNumberedEarlyComesInTheOrderOfItsLocks() throws SQLException {
        try (Connection early = talker.begin();
                Connection between = talker.begin();
                Connection late = talker.begin();
                Statement first = early.createStatement();
                Statement second = between.createStatement()) {
            first.execute("select pg_current_xact_id()");
            second.execute("select pg_current_xact_id()");
            talker.say(late, "key");
            late.commit();
            talker.say(early, "key");
            early.commit();
            // `between` could have written, and has not: its number is between theirs
            List<EventLog.Entry> entries = talker.outbox().read(0, 10).entries();
            assertThat(entries.stream().map(entry -> entry.event().payload().toStringUtf8()))
                    .containsExactly("1", "2");
            between.rollback();
        }
    }

    @Test
    void whatWasWrittenIsRead() throws SQLException {
        Event event = Talker.event("a", 1);
        talker.say(event);
        assertThat(talker.outbox().read(0, 10).entries().getFirst().event()).isEqualTo(event);
    }

    @Test
    void anEventOfMoreThanAMegabyteIsRefused() throws SQLException {
        ByteString large = ByteString.copyFrom(new byte[1024 * 1024 + 1]);
        Event event = new Event("i", "t", Talker.TOPIC, "k", "s", "acme", Instant.EPOCH, "", large);
        try (Connection transaction = talker.begin()) {
            assertThatThrownBy(() -> talker.outbox().add(transaction, event))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 1048576");
            transaction.rollback();
        }
    }

    @Test
    void newsWakesAReader() throws SQLException, InterruptedException {
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                talker.outbox().awaitNews(0, Duration.ofMinutes(5));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        talker.say("a");
        assertThat(reader.join(SOON)).isTrue();
    }

    @Test
    void newsWakesAReaderInAnotherProcess(PostgresUrl elsewhere)
            throws SQLException, InterruptedException {
        try (Talker here = new Talker(elsewhere.jdbc());
                Talker there = new Talker(elsewhere.jdbc())) {
            // from now on it listens
            there.outbox().awaitNews(0, Duration.ofMillis(1));
            for (long position = 1; position <= 5; position++) {
                here.say("a");
                long end = System.nanoTime() + SOON.toNanos();
                while (there.outbox().read(0, 10).end() < position) {
                    there.outbox().awaitNews(position - 1, SOON);
                    assertThat(System.nanoTime()).isLessThan(end);
                }
            }
        }
    }

    @Test
    void onlyOneMayReadForAReader() {
        EventLog.Claim claim = talker.outbox().claim("relay").orElseThrow();
        assertThat(talker.outbox().claim("relay")).isEmpty();
        talker.outbox().claim("other").orElseThrow().close();
        assertThat(claim.holds()).isTrue();
        claim.close();
        talker.outbox().claim("relay").orElseThrow().close();
    }

    @Test
    void whatEveryReaderHasIsDropped() throws SQLException {
        for (int i = 0; i < 5; i++) {
            talker.say("a");
        }
        talker.outbox().keep("one", 4);
        talker.outbox().keep("two", 3);
        assertThat(talker.outbox().prune()).isEqualTo(3);
        assertThat(talker.outbox().read(3, 10).entries()).hasSize(2);
        // a place does not go back
        talker.outbox().keep("one", 2);
        assertThat(talker.outbox().place("one")).isEqualTo(4);
        // a reader that is new begins with what is there
        Await.until("what is left is read", SOON, () -> talker.outbox().read(0, 10).end() == 5);
    }

    @Test
    void nothingIsDroppedBeforeTheFirstReaderHasCome() throws SQLException {
        talker.say("a");
        assertThat(talker.outbox().prune()).isZero();
        talker.outbox().keep("one", 0);
        assertThat(talker.outbox().prune()).isZero();
        talker.outbox().keep("one", 1);
        assertThat(talker.outbox().prune()).isEqualTo(1);
    }

    private static List<String> keys(EventLog.Page page) {
        return page.entries().stream().map(entry -> entry.event().key()).toList();
    }
}
