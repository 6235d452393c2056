/**
 * What workers ask: for runs, for more time, for orders.
 *
 * <p>Who asks for runs waits in one bounded place; decisions are made one after the other for all
 * who wait. A wake-up is never relied on: everything is looked at again after a while.
 */
@NullMarked
package dev.joch.scheduler.lease;

import org.jspecify.annotations.NullMarked;
