/** The scheduler's peers: the store, the compiler, bills, policy. Every call has a deadline. */
@NullMarked
package dev.joch.scheduler.peer;

import org.jspecify.annotations.NullMarked;
