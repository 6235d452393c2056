/**
 * The command line: {@code joch}.
 *
 * <p>A command is a class that is loaded when it is called, and by nobody else. The words that
 * people type are turned into a {@link dev.joch.cli.command.Arguments} by the page that also prints
 * the help and feeds the completion, so the three never differ. Everything a command touches
 * outside of itself (terminal, environment, clock, network) is handed to it in a {@code Session},
 * so a test runs {@code joch} inside its own process and reads what a user would read.
 *
 * <p>Three things are always true. Standard output carries data, standard error everything else. A
 * failure has a cause, a next step and an exit code of the table in {@link
 * dev.joch.cli.problem.ExitCode}. And the commands people type all day never load protobuf, YAML or
 * {@code java.net.http}: the last alone would take longer than the whole command may.
 */
@NullMarked
package dev.joch.cli;

import org.jspecify.annotations.NullMarked;
