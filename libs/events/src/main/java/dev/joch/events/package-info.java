/**
 * Events between services: an outbox that commits with the state it speaks of, an inbox that makes
 * a redelivery change nothing, and two ways to travel in between (Kafka, or the outbox read
 * directly in one process). A service contributes an {@link dev.joch.events.EventSource} for what
 * it says and an {@link dev.joch.events.EventConsumer} for what it hears; {@link
 * dev.joch.events.EventFlow} runs both.
 */
@NullMarked
package dev.joch.events;

import org.jspecify.annotations.NullMarked;
