/**
 * Runs that nobody asks for: those of schedules and those that follow other runs.
 *
 * <p>A run's name follows from its cause, so starting it may be tried as often as anybody likes: by
 * a second replica, after a crash, with a status that was never written. What the status of an
 * agent says of its schedules is where to go on from, never what keeps a run from starting twice.
 */
@NullMarked
package dev.joch.controllermanager.trigger;

import org.jspecify.annotations.NullMarked;
