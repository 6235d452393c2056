/**
 * Leases: which runs this worker has, and until when.
 *
 * <p>Always true: a program runs only under a lease that this worker's own monotonic clock holds to
 * be alive; when it lapses the program is killed, whether or not anybody could be asked. Of a lost
 * lease nothing more is reported: somebody else may have the run.
 */
@NullMarked
package dev.joch.worker.lease;

import org.jspecify.annotations.NullMarked;
