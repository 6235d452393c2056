/**
 * A real Kafka for tests: one broker for all test classes of a process, topics of its own for each
 * that asks.
 */
@NullMarked
package dev.joch.testkit.kafka;

import org.jspecify.annotations.NullMarked;
