package dev.joch.controllermanager;

import dev.joch.events.Event;
import dev.joch.events.EventLog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log in memory. */
final class FakeLog implements EventLog {

    private final List<Event> events = new ArrayList<>();
    private long place;

    synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public synchronized Page read(long after, int limit) {
        List<Entry> page = new ArrayList<>();
        for (long i = after; i < events.size() && page.size() < limit; i++) {
            page.add(new Entry(i + 1, events.get((int) i)));
        }
        return new Page(page, after + page.size());
    }

    @Override
    public synchronized void awaitNews(long after, Duration patience) throws InterruptedException {
        if (events.size() <= after) {
            wait(Math.max(1, patience.toMillis()));
        }
    }

    @Override
    public synchronized long newest() {
        return events.size();
    }

    @Override
    public synchronized long place(String reader) {
        return place;
    }

    @Override
    public synchronized void keep(String reader, long now) {
        place = now;
    }

    /** One process has it, and keeps it. */
    @Override
    public Optional<Claim> claim(String reader) {
        return Optional.of(
                new Claim() {
                    @Override
                    public boolean holds() {
                        return true;
                    }

                    @Override
                    public void close() {}
                });
    }

    @Override
    public int prune() {
        return 0;
    }
}
