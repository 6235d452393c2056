package dev.joch.controllermanager.queue;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.time.Instant;

/**
 * A key that this process has for a while.
 *
 * @param token proves it at the end
 * @param version of the wish; a newer one came meanwhile when the row says otherwise
 * @param revision that must be seen
 * @param urgency which line it came from
 * @param attempts failures so far
 * @param cause when the change was committed that it is looked at for
 */
public record Claimed(
        ResourceKey key,
        long token,
        long version,
        long revision,
        Urgency urgency,
        int attempts,
        Instant cause,
        String traceparent) {}
