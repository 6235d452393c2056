/**
 * Agent programs as processes: how one is started, what holds it and all that it starts, and how it
 * ends.
 *
 * <p>Always true: whatever a program forks, detaches or ignores, none of its processes outlives its
 * run. Where the machine lets us, a control group holds them, and the kernel kills them in one
 * stroke; elsewhere a process belongs to a run by its session, its parents, or the mark in its
 * environment. What holds a run is written down before its program starts, so that the next worker
 * finds what a killed one has left.
 */
@NullMarked
package dev.joch.worker.process;

import org.jspecify.annotations.NullMarked;
