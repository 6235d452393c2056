/**
 * Traces and logs in Postgres.
 *
 * <p>One transaction per group of requests. A span is told apart by its owner, trace and id; a line
 * by the lease that wrote it and its number. What is there already changes nothing.
 */
@NullMarked
package dev.joch.trace.store;

import org.jspecify.annotations.NullMarked;
