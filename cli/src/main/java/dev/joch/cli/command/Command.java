package dev.joch.cli.command;

import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

/** One thing {@code joch} can do. */
public interface Command {

    /** Describes it. */
    Page page();

    /** Does it, or throws a {@link dev.joch.cli.problem.FailureException}. */
    ExitCode run(Arguments arguments, Session session);
}
