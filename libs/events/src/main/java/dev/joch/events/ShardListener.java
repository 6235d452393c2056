package dev.joch.events;

import java.util.Set;

/** Learns which shards of a topic's keys this member of the group has. */
@FunctionalInterface
public interface ShardListener {

    ShardListener NONE = shards -> {};

    /** These and no others, from now on. Called again whenever that changes. */
    void owns(Set<Integer> shards);
}
