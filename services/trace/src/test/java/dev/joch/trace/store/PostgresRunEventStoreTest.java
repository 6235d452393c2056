package dev.joch.trace.store;

import static dev.joch.trace.RunTalker.created;
import static dev.joch.trace.RunTalker.started;
import static dev.joch.trace.RunTalker.succeeded;
import static dev.joch.trace.RunTalker.toolCall;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Event;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.trace.Arrivals;
import dev.joch.trace.event.EventHead;
import dev.joch.trace.event.HearRuns;
import dev.joch.trace.event.KeptEvent;
import dev.joch.trace.event.RunUid;
import dev.joch.trace.follow.RunSignals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is kept of the events of runs, with a real Postgres. */
final class PostgresRunEventStoreTest {

    private static final int MOST = 3;
    private static final int ALL = 100;

    private Instant now = Instant.parse("2026-05-10T10:00:00Z");
    private final Database database =
            Database.open(
                    new DatabaseConfig(TestPostgres.server().newDatabase(), "", "", 4, false),
                    "trace",
                    "events");
    private final PostgresRunEventStore store =
            new PostgresRunEventStore(database, MOST, () -> now);
    private final PostgresUpkeep upkeep = new PostgresUpkeep(database, false, () -> now);
    private final HikariDataSource consumer = database.as(PostgresRunEventStore.CONSUMER, 2);
    private final HearRuns hear = new HearRuns(store, new RunSignals());

    @AfterEach
    void close() {
        consumer.close();
        store.close();
        upkeep.close();
        database.close();
    }

    private void comes(Event... events) throws SQLException {
        try (Connection connection = consumer.getConnection()) {
            connection.setAutoCommit(false);
            for (Event event : events) {
                hear.handle(connection, event);
            }
            connection.commit();
            hear.committed();
        }
    }

    private static RunUid run(String uid) {
        return new RunUid(Arrivals.run("run-1"), uid);
    }

    private EventHead head(String uid) {
        return store.find(run(uid)).orElseThrow();
    }

    private List<String> types(String uid) {
        return store.read("acme", head(uid).id(), 0, ALL).stream()
                .map(event -> event.type().substring("joch.event.v1.".length()))
                .toList();
    }

    @Test
    void eventsStandInTheOrderInWhichTheyCameAndAreReadInParts() throws SQLException {
        comes(created("run-1", "u1"), toolCall("run-1", "u1"));
        comes(succeeded("run-1", "u1"));
        assertThat(types("u1"))
                .containsExactly("ExecutionCreated", "ToolCallRequested", "ExecutionSucceeded");
        List<KeptEvent> part = store.read("acme", head("u1").id(), 0, 2);
        assertThat(part).hasSize(2);
        assertThat(store.read("acme", head("u1").id(), part.getLast().position(), 2)).hasSize(1);
        assertThat(head("u1").ended()).isTrue();
        assertThat(head("u1").dropped()).isZero();
    }

    @Test
    void whatComesTwiceIsThereOnce() throws SQLException {
        Event first = created("run-1", "u1");
        Event call = toolCall("run-1", "u1");
        comes(first, call);
        List<KeptEvent> before = store.read("acme", head("u1").id(), 0, ALL);
        comes(first);
        comes(call, first);
        assertThat(store.read("acme", head("u1").id(), 0, ALL)).isEqualTo(before);
        comes(succeeded("run-1", "u1"), first);
        assertThat(types("u1")).hasSize(3).last().isEqualTo("ExecutionSucceeded");
    }

    @Test
    void aNamesakeHasItsOwnEvents() throws SQLException {
        comes(toolCall("run-1", ""));
        assertThat(store.find(run(""))).as("of a run that nobody told of").isEmpty();
        comes(created("run-1", "u1"), succeeded("run-1", "u1"), created("run-1", "u2"));
        comes(toolCall("run-1", ""));
        assertThat(types("u1")).containsExactly("ExecutionCreated", "ExecutionSucceeded");
        assertThat(types("u2")).containsExactly("ExecutionCreated", "ToolCallRequested");
        assertThat(head("u2").ended()).isFalse();
    }

    @Test
    void beyondTheBoundOnlyTheRunsOwnStepsAreKept() throws SQLException {
        comes(created("run-1", "u1"));
        for (int i = 0; i < 5; i++) {
            comes(toolCall("run-1", "u1"));
        }
        comes(started("run-1", "u1"), succeeded("run-1", "u1"));
        assertThat(types("u1"))
                .containsExactly(
                        "ExecutionCreated",
                        "ToolCallRequested",
                        "ToolCallRequested",
                        "ExecutionStarted",
                        "ExecutionSucceeded");
        assertThat(head("u1").dropped()).isEqualTo(3);
        assertThat(head("u1").ended()).isTrue();
    }

    @Test
    void nobodySeesTheEventsOfOthers() throws SQLException {
        comes(created("run-1", "u1"));
        assertThat(store.read("acme", head("u1").id(), 0, ALL)).hasSize(1);
        assertThat(store.read("globex", head("u1").id(), 0, ALL)).isEmpty();
    }

    @Test
    void whatIsOldGoesAndWhatIsStillToldStays() throws SQLException {
        comes(created("run-1", "u1"), created("run-1", "u2"));
        now = now.plus(Duration.ofDays(2));
        comes(succeeded("run-1", "u2"));
        assertThat(upkeep.dropHistories(now.minus(Duration.ofDays(1)), ALL)).isEqualTo(1);
        assertThat(store.find(run("u1"))).isEmpty();
        assertThat(types("u2")).hasSize(2);
    }
}
