/**
 * Taking events into a consumer's state.
 *
 * <p>Always true: the mark in the inbox, the change that the handler makes and, where the transport
 * keeps it in the same schema, the consumer's place are one transaction. An event is taken once,
 * however often it comes.
 */
@NullMarked
package dev.joch.events.intake;

import org.jspecify.annotations.NullMarked;
