/**
 * The transport of the collapsed shape: consumers read the logs of their own process.
 *
 * <p>Always true: the consumer's place in a log moves in the transaction of the handler, from where
 * it was known to stand. Two members that both believe to own a shard cannot both commit.
 */
@NullMarked
package dev.joch.events.direct;

import org.jspecify.annotations.NullMarked;
