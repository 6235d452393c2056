/**
 * Reading what is recorded of a run while it is still being written: one reader, one thread, one
 * part after the other, so that a slow reader costs no memory. Somebody else may write, so readers
 * are woken by whoever writes here and look for themselves now and then.
 */
@NullMarked
package dev.joch.trace.follow;

import org.jspecify.annotations.NullMarked;
