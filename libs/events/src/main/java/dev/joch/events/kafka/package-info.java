/**
 * The transport of the split shape: plain Kafka clients.
 *
 * <p>A key's partition is its shard, said explicitly, so every producer and every transport agree.
 * Offsets are committed after the database; what comes again is a no-op there.
 */
@NullMarked
package dev.joch.events.kafka;

import org.jspecify.annotations.NullMarked;
