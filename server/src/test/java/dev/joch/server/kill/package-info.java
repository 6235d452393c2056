/**
 * Runs of agents from outside, while everybody dies: what they do to the world and what is told of
 * them is taken down and judged.
 */
@NullMarked
package dev.joch.server.kill;

import org.jspecify.annotations.NullMarked;
