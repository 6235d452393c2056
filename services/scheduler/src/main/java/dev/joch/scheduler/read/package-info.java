/** What is known of runs and workers, and why a run waits. */
@NullMarked
package dev.joch.scheduler.read;

import org.jspecify.annotations.NullMarked;
