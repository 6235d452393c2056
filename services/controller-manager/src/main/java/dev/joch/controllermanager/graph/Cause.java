package dev.joch.controllermanager.graph;

import dev.joch.controllermanager.queue.Urgency;
import dev.joch.controllermanager.queue.Wake;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Why others are woken, and how. Pure.
 *
 * @param at when it happened
 * @param traceparent trace of it; may be empty
 */
record Cause(Instant at, String traceparent) {

    /** A bill waits a little: what changes together is billed together, after its agent. */
    private static final Duration BILL_DELAY = Duration.ofMillis(250);

    /** Counts of agents are brought up to date at most so often. */
    private static final Duration COUNT_DELAY = Duration.ofSeconds(1);

    /** Something that these depend on changed. */
    List<Wake> reaches(Collection<ResourceKey> keys, long revision) {
        return keys.stream()
                .map(key ->
                        new Wake(
                                key,
                                revision,
                                Urgency.reached(key),
                                key.getKind().equals("AgBOM") ? BILL_DELAY : Duration.ZERO,
                                at,
                                traceparent))
                .toList();
    }

    /** An adapter says how many agents are bound to it. */
    Wake counts(ResourceKey adapter) {
        return new Wake(adapter, 0, Urgency.DESCRIBES, COUNT_DELAY, at, traceparent);
    }
}
