/**
 * From a log to a broker: in order, at least once, by one process at a time.
 *
 * <p>The place moves only after the broker has acknowledged everything before it. Who takes over
 * begins at the place, so what it sends again was sent before in the same order, and consumers take
 * each event once.
 */
@NullMarked
package dev.joch.events.relay;

import org.jspecify.annotations.NullMarked;
