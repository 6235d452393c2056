/**
 * A real Postgres for tests: durable (fsync on), one server for all test classes of a process, a
 * database of its own for each class that asks.
 */
@NullMarked
package dev.joch.testkit.postgres;

import org.jspecify.annotations.NullMarked;
