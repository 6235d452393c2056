/**
 * The kinds as the command line needs them: words, scope, columns.
 *
 * <p>They come from a table that is part of the jar, because reading them out of the contract loads
 * protobuf. A test compares the table with the contract and writes it anew with {@code
 * -Dgolden=overwrite}. A kind that a newer server has and the table does not is passed on to the
 * server as it was typed only by commands that need to know nothing about it.
 */
@NullMarked
package dev.joch.cli.kind;

import org.jspecify.annotations.NullMarked;
