/**
 * Real processes that tests start, kill, freeze and start again.
 *
 * <p>Nothing here knows what the processes do. A {@link dev.joch.testkit.cluster.ChildCommand} says
 * how one is started, a {@link dev.joch.testkit.cluster.Member} keeps it through its deaths, a
 * {@link dev.joch.testkit.cluster.Cluster} ends all of them. No process outlives the test's JVM:
 * what was started is on a list, with what it started itself, and a shutdown hook goes through it.
 */
@NullMarked
package dev.joch.testkit.cluster;

import org.jspecify.annotations.NullMarked;
