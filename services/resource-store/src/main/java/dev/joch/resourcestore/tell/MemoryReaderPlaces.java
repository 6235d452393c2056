package dev.joch.resourcestore.tell;

import dev.joch.events.EventLog;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places of a store that only this process has open. They are forgotten with it: readers in the
 * same process remember their own and say so again a moment after the start.
 */
public final class MemoryReaderPlaces implements ReaderPlaces {

    private final Map<String, Long> places = new ConcurrentHashMap<>();
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    @Override
    public long place(String reader) {
        return places.getOrDefault(reader, 0L);
    }

    @Override
    public void keep(String reader, long place) {
        places.merge(reader, place, Math::max);
    }

    @Override
    public long reachedByAll(Duration absence) {
        return places.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public Optional<EventLog.Claim> claim(String reader) {
        if (!claimed.add(reader)) {
            return Optional.empty();
        }
        return Optional.of(
                new EventLog.Claim() {
                    @Override
                    public boolean holds() {
                        return claimed.contains(reader);
                    }

                    @Override
                    public void close() {
                        claimed.remove(reader);
                    }
                });
    }

    @Override
    public void close() {}
}
