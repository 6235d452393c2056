/**
 * How things look: tables, JSON, YAML, JSON paths, colours, error texts.
 *
 * <p>Everything here turns values into text and knows nothing of servers. Colour is added only
 * where a {@link dev.joch.cli.output.Screen} says that a person looks at it, and never carries
 * meaning alone; a table is cut to the width of a terminal and never when something reads along.
 */
@NullMarked
package dev.joch.cli.output;

import org.jspecify.annotations.NullMarked;
