package dev.joch.events;

import java.util.Collections;
import java.util.Set;

/**
 * A log that this process hands on. Each service that publishes contributes one.
 *
 * @param name of the log, e.g. {@code compiler}: consumers remember their place under it
 * @param topics of all events that are ever in it; who wants none of them does not read it. Empty
 *     where that is not known: everybody reads it.
 */
public record EventSource(String name, EventLog log, Set<String> topics) {

    public EventSource {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a source of events has a name");
        }
        topics = Set.copyOf(topics);
    }

    public EventSource(String name, EventLog log) {
        this(name, log, Set.of());
    }

    /** Whether there may be something for the subscription in it. */
    public boolean concerns(Subscription subscription) {
        return topics.isEmpty() || !Collections.disjoint(topics, subscription.topics());
    }
}
