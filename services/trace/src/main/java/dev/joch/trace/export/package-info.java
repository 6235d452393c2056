/**
 * Spans on their way to a collector of the operator's own.
 *
 * <p>The spans in the database are the queue: a collector that is away for days has lost nothing
 * when it comes back, as long as they are kept. They go in the order in which they were committed,
 * and at least once.
 */
@NullMarked
package dev.joch.trace.export;

import org.jspecify.annotations.NullMarked;
