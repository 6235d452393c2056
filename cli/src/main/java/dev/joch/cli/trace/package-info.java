/**
 * What runs left behind: their traces as trees, their logs, and what their agents cost.
 *
 * <p>Names and texts come from programs of strangers: nothing of them reaches the terminal that
 * could steer it.
 */
@NullMarked
package dev.joch.cli.trace;

import org.jspecify.annotations.NullMarked;
