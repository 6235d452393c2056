/**
 * One run from its lease to its report.
 *
 * <p>{@link dev.joch.worker.run.RunExecution} is the walk: the scheduler knows that the program
 * begins before it does; the program is started, watched and collected; how it ended is told until
 * it is taken in, or until the lease is somebody else's. Rules about files and words are pure and
 * stand beside it.
 */
@NullMarked
package dev.joch.worker.run;

import org.jspecify.annotations.NullMarked;
