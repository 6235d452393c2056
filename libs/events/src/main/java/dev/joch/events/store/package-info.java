/**
 * The tables of {@code db/events}, in the schema of whoever uses them. Statements only; what they
 * mean is decided by the callers.
 */
@NullMarked
package dev.joch.events.store;

import org.jspecify.annotations.NullMarked;
