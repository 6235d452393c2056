/**
 * Runs in job mode: each has a worker that a runtime starts for it alone.
 *
 * <p>The worker's name follows from the run, so starting it twice starts it once, whoever died in
 * between. The status names it from its start until nothing of it is left.
 */
@NullMarked
package dev.joch.controllermanager.job;

import org.jspecify.annotations.NullMarked;
