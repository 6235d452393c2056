/**
 * What agent programs write.
 *
 * <p>One worker at a time writes the log of an execution: the one with the newest lease. Its chunks
 * are numbered without gaps, so one that comes twice is there once. A log has a bound: its
 * beginning and its newest part are kept, and what lay between is counted. A reader knows where it
 * is by the number of bytes before, and goes on there after whatever happened.
 */
@NullMarked
package dev.joch.trace.log;

import org.jspecify.annotations.NullMarked;
