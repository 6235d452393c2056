package dev.joch.cli.execution;

import dev.joch.cli.api.Query;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.time.Duration;
import java.util.Map;

/** {@code joch executions cancel}. */
public final class ExecutionsCancelCommand implements Command {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public Page page() {
        return Page.of("executions cancel", "End a run")
                .usage("NAME", Page.Completes.NOTHING)
                .description(
                        "The agent is asked to stop, and stopped when it does not. One that waits"
                                + " ends at once.")
                .options(
                        Option.value("--reason", "TEXT", "for the record"),
                        Option.flag("--no-wait", "do not wait until it has ended"))
                .example("joch executions cancel exec-06d2k7", "end it")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        String name = arguments.onlyWord("name");
        Object seen =
                session.client()
                        .post(
                                Query.at(
                                        "namespaces",
                                        session.settings().namespace(),
                                        "executions",
                                        name,
                                        "cancel"),
                                Map.of("reason", arguments.value("--reason", "")));
        StartRun runs = new StartRun(session);
        Reference reference = runs.reference(seen);
        Object last =
                arguments.has("--no-wait") || RunOutcome.ended(seen)
                        ? seen
                        : runs.await(reference, PATIENCE);
        if (format.isTable()) {
            session.screen().line(reference.shown() + " " + RunOutcome.line(last));
        } else {
            session.screen().out().append(format.value(last));
        }
        return ExitCode.OK;
    }
}
