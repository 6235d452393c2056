package dev.joch.resourcestore.tell;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.event.v1.ResourceApplied;
import dev.joch.events.Event;
import dev.joch.events.EventLog;
import dev.joch.events.Events;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Requests;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.store.PostgresResourceStore;
import dev.joch.service.telemetry.TraceParent;
import dev.joch.testkit.postgres.TestPostgres;

import io.opentelemetry.context.Scope;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

final class ChangeLogTest {

    private static final String CAUSE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static ChangeLog log(Desk desk, ReaderPlaces places) {
        return new ChangeLog(
                desk.store,
                desk.window,
                places,
                new Events("resource-store", Stores.ids(), InstantSource.system()));
    }

    private static List<Event> all(EventLog log) {
        return log.read(0, 100).entries().stream().map(EventLog.Entry::event).toList();
    }

    @Test
    void everyChangeIsToldOnceInOrderAndInTheWordsOfTheContract() throws IOException {
        try (Desk desk = new Desk(Stores.postgres(TestPostgres.server().newDatabase()));
                ReaderPlaces places = ((PostgresResourceStore) desk.store).readerPlaces()) {
            try (Scope within = TraceParent.parse(CAUSE).makeCurrent()) {
                desk.put(agent("a", "first"));
            }
            desk.put(agent("a", "second"));
            desk.write(Requests.status(agentKey("a"), "ready"));
            desk.write(Requests.delete(agentKey("a")));
            ChangeLog log = log(desk, places);
            List<Event> told = all(log);
            assertThat(told.stream().map(event -> event.type().replace("joch.event.v1.", "")))
                    .containsExactly(
                            "ResourceApplied",
                            "ResourceApplied",
                            "ResourceStatusUpdated",
                            "ResourceDeleted");
            assertThat(told).extracting(Event::key).containsOnly(told.getFirst().key());
            assertThat(told.getFirst().key()).endsWith("/Agent/ns/a");
            assertThat(told).extracting(Event::traceparent).containsExactly(CAUSE, "", "", "");
            assertThat(ResourceApplied.parseFrom(told.get(0).payload()).getAction())
                    .isEqualTo(ResourceApplied.Action.ACTION_CREATED);
            ResourceApplied second = ResourceApplied.parseFrom(told.get(1).payload());
            assertThat(second.getAction()).isEqualTo(ResourceApplied.Action.ACTION_CONFIGURED);
            assertThat(second.getGeneration()).isEqualTo(2);
            assertThat(second.getLabelsChanged()).isFalse();
            // who tells it again tells the same
            assertThat(all(log)).isEqualTo(told);
            assertThat(log.newest()).isEqualTo(4);
        }
    }

    @Test
    void aCommitWakesAllWhoWaitForIt() throws InterruptedException {
        try (Desk desk = new Desk(Stores.postgres(TestPostgres.server().newDatabase()));
                ReaderPlaces places = ((PostgresResourceStore) desk.store).readerPlaces()) {
            ChangeLog log = log(desk, places);
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        log.awaitNews(0, Duration.ofMinutes(5));
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
            }
            desk.put(agent("a", "first"));
            for (Thread reader : readers) {
                assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void placesOutliveTheProcessAndOneReadsAtATime() {
        String jdbc = TestPostgres.server().newDatabase();
        try (Desk one = new Desk(Stores.postgres(jdbc));
                Desk two = new Desk(Stores.postgres(jdbc));
                ReaderPlaces first = ((PostgresResourceStore) one.store).readerPlaces();
                ReaderPlaces second = ((PostgresResourceStore) two.store).readerPlaces()) {
            first.keep("relay", 7);
            second.keep("relay", 5);
            assertThat(second.place("relay")).isEqualTo(7);
            EventLog.Claim claim = first.claim("relay").orElseThrow();
            assertThat(second.claim("relay")).isEmpty();
            claim.close();
            assertThat(second.claim("relay")).isPresent();
        }
    }
}
