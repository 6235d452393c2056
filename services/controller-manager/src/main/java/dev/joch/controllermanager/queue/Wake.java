package dev.joch.controllermanager.queue;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A reason to look at a key.
 *
 * @param revision of the store that must be seen when it is looked at; 0 for any
 * @param urgency which line it waits in
 * @param delay how long it may wait: changes of that time are looked at together
 * @param cause when the change was committed
 * @param traceparent trace of the cause; may be empty
 */
public record Wake(
        ResourceKey key,
        long revision,
        Urgency urgency,
        Duration delay,
        Instant cause,
        String traceparent) {

    static final Comparator<Wake> BY_KEY =
            Comparator.comparing((Wake wake) -> wake.key().getTenant())
                    .thenComparing(wake -> wake.key().getKind())
                    .thenComparing(wake -> wake.key().getNamespace())
                    .thenComparing(wake -> wake.key().getName());

    /** Two reasons to look at one key are one. */
    Wake and(Wake other) {
        Wake first = delay.compareTo(other.delay) <= 0 ? this : other;
        return new Wake(
                key,
                Math.max(revision, other.revision),
                urgency.compareTo(other.urgency) <= 0 ? urgency : other.urgency,
                first.delay,
                first.cause,
                first.traceparent);
    }
}
