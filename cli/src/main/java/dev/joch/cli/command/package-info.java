/**
 * The grammar of the command line: pages, options, arguments, help.
 *
 * <p>A {@link dev.joch.cli.command.Page} describes one command as a value. Parsing, {@code --help},
 * "did you mean" and completion all read that value. The catalogue knows the commands by name,
 * summary and group only; the class of a command is loaded when its name was typed, because a
 * process that lives for a fifth of a second cannot afford to look at forty classes.
 */
@NullMarked
package dev.joch.cli.command;

import org.jspecify.annotations.NullMarked;
