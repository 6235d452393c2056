/**
 * What can go wrong, as values: a cause, a next step, an exit code.
 *
 * <p>A command that cannot do what it was asked throws one {@link
 * dev.joch.cli.problem.FailureException} with a {@link dev.joch.cli.problem.Failure}; one place
 * prints it, as text for people or as JSON for programs, and ends the process with its code. Nobody
 * else writes errors. A stack trace is shown only to who asks for it with {@code --debug}.
 */
@NullMarked
package dev.joch.cli.problem;

import org.jspecify.annotations.NullMarked;
