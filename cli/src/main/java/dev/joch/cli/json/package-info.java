/**
 * JSON as plain values: maps that keep their order, lists, text, numbers, booleans and null.
 *
 * <p>The command line passes documents through without knowing their kinds, so it wants a tree and
 * no binding; and it wants it within milliseconds of its start, so it does not load a library for
 * it. Reading is bounded in depth and refuses what is not JSON; writing gives the same text for the
 * same value.
 */
@NullMarked
package dev.joch.cli.json;

import org.jspecify.annotations.NullMarked;
