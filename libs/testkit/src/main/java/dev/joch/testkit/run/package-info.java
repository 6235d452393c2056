/**
 * What became of runs of agents, from all sides: the steps that the scheduler has committed, the
 * status that users see, the events that were told, and the effects that programs had. The checkers
 * say what of it breaks a promise.
 *
 * <p>Pure. Nothing here knows where a history comes from: a cluster of processes, or a simulation.
 */
@NullMarked
package dev.joch.testkit.run;

import org.jspecify.annotations.NullMarked;
