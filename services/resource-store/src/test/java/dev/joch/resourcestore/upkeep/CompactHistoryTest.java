package dev.joch.resourcestore.upkeep;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.store.MemoryResourceStore;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.tell.MemoryReaderPlaces;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

final class CompactHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final MemoryReaderPlaces places = new MemoryReaderPlaces();

    @Test
    void whatIsBeyondTheCountGoes() {
        try (Desk desk = new Desk(new MemoryResourceStore(clock, Stores.ids()))) {
            IntStream.range(0, 10).forEach(i -> desk.put(agent("a", "v" + i)));
            compact(desk.store, new Retention(4, Duration.ZERO));
            assertEquals(6, desk.store.bounds().compacted());
            assertEquals(5, desk.history(agentKey("a")).getVersionsCount());
        }
    }

    @Test
    void whatAReaderHasNotHeardStays() {
        try (Desk desk = new Desk(new MemoryResourceStore(clock, Stores.ids()))) {
            IntStream.range(0, 10).forEach(i -> desk.put(agent("a", "v" + i)));
            places.keep("relay", 3);
            compact(desk.store, new Retention(4, Duration.ZERO));
            assertEquals(3, desk.store.bounds().compacted());
            places.keep("relay", 10);
            compact(desk.store, new Retention(4, Duration.ZERO));
            assertEquals(6, desk.store.bounds().compacted());
        }
    }

    @Test
    void whatIsTooOldGoes() {
        try (Desk desk = new Desk(new MemoryResourceStore(clock, Stores.ids()))) {
            for (int hour = 0; hour < 10; hour++) {
                now.set(START.plus(Duration.ofHours(hour)));
                desk.put(agent("a", "v" + hour));
            }
            compact(desk.store, new Retention(0, Duration.ofHours(3)));
            assertEquals(6, desk.store.bounds().compacted());
        }
    }

    @Test
    void withoutLimitsEverythingStays() {
        try (Desk desk = new Desk(new MemoryResourceStore(clock, Stores.ids()))) {
            IntStream.range(0, 10).forEach(i -> desk.put(agent("a", "v" + i)));
            compact(desk.store, new Retention(0, Duration.ZERO));
            assertEquals(10, desk.history(agentKey("a")).getVersionsCount());
        }
    }

    @Test
    void replicasMayCompactAtOnce() throws InterruptedException {
        String jdbc = TestPostgres.server().newDatabase();
        try (Desk one = new Desk(Stores.postgres(jdbc));
                Desk two = new Desk(Stores.postgres(jdbc))) {
            IntStream.range(0, 200).forEach(i -> one.put(agent("a", "v" + i)));
            Retention retention = new Retention(10, Duration.ZERO);
            List<Thread> rounds =
                    List.of(one, two, one, two).stream()
                            .map(desk ->
                                    Thread.ofVirtual().start(() -> compact(desk.store, retention)))
                            .toList();
            for (Thread round : rounds) {
                round.join();
            }
            compact(one.store, retention);
            assertEquals(190, two.store.bounds().compacted());
            assertEquals(11, two.history(agentKey("a")).getVersionsCount());
        }
    }

    @Test
    void theTimerCompacts() {
        try (Desk desk = new Desk(new MemoryResourceStore(clock, Stores.ids()))) {
            IntStream.range(0, 10).forEach(i -> desk.put(agent("a", "v" + i)));
            CompactHistory part =
                    new CompactHistory(
                            desk.store,
                            places,
                            new Retention(4, Duration.ZERO),
                            Duration.ofMillis(5),
                            clock);
            part.start();
            Await.until(
                    "history is compacted",
                    Duration.ofSeconds(10),
                    () -> desk.store.bounds().compacted() == 6);
            part.close();
        }
    }

    private void compact(ResourceStore store, Retention retention) {
        new CompactHistory(store, places, retention, Duration.ZERO, clock).compact();
    }
}
