/**
 * The queue of runs: takes executions in, decides which worker has which, and keeps the truth about
 * their phases.
 *
 * <p>Every step of a run is committed once, by whoever holds its lease; a late holder is refused by
 * its fencing token. Who waits can be told why.
 */
@NullMarked
package dev.joch.scheduler;

import org.jspecify.annotations.NullMarked;
