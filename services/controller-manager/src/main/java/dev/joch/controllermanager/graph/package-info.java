/**
 * Who has to be told when something changed: an index by name, by label and by namespace.
 *
 * <p>What is remembered of a record and the wake-ups of those who depend on it change in one
 * transaction, so that nobody is told twice and nobody is forgotten. Who writes down new
 * dependencies takes a shared lock on them, who tells of a change an exclusive one: one of the two
 * sees the other.
 */
@NullMarked
package dev.joch.controllermanager.graph;

import org.jspecify.annotations.NullMarked;
