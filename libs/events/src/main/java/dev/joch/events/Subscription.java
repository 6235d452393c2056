package dev.joch.events;

import java.util.Set;

/**
 * What a service wants to hear.
 *
 * @param group members of one group share the work; each group hears everything
 * @param topics of the contract
 */
public record Subscription(
        String group, Set<String> topics, EventHandler handler, ShardListener shards) {

    public Subscription {
        topics = Set.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a subscription names topics");
        }
    }

    /** Whether the event is for it: of its topics, and of those that its handler hears. */
    public boolean wants(Event event) {
        return topics.contains(event.topic()) && handler.hears(event);
    }
}
