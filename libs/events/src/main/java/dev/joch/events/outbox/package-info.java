/**
 * The outbox: events written in the transaction of the state change that they speak of, and read in
 * one order.
 */
@NullMarked
package dev.joch.events.outbox;

import org.jspecify.annotations.NullMarked;
