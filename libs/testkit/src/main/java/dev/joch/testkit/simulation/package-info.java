/**
 * A world in which nothing happens by itself: time goes on from event to event, and every choice
 * comes from one seed. What has happened once happens again.
 *
 * <p>Code that waits in the middle of what it does runs on a {@link
 * dev.joch.testkit.simulation.Strand}. Strands take turns: one of them runs, or the world does, and
 * who is next is an event like any other.
 */
@NullMarked
package dev.joch.testkit.simulation;

import org.jspecify.annotations.NullMarked;
