package dev.joch.cli.execution;

import dev.joch.cli.api.Query;
import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

/** {@code joch executions get}: one run, and what it waits for while it does. */
public final class ExecutionsGetCommand implements Command {

    @Override
    public Page page() {
        return Page.of("executions get", "Show one run, and what it waits for")
                .usage("NAME", Page.Completes.NOTHING)
                .example("joch executions get exec-06d2k7", "how it is")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        String name = arguments.onlyWord("name");
        String namespace = session.settings().namespace();
        Object execution =
                session.client()
                        .get(
                                Reference.of(session.kinds().require("Execution"), namespace, name),
                                0);
        if (!format.isTable()) {
            session.screen().out().append(format.value(execution));
            return ExitCode.OK;
        }
        if (RunOutcome.ended(execution)) {
            RunOutcome.show(execution, session);
            return ExitCode.OK;
        }
        Object told =
                session.client()
                        .read(Query.at("namespaces", namespace, "executions", name, "explain"));
        session.screen().line(Tree.text(told, "phase") + because(told));
        for (Object obstacle : Tree.list(Tree.at(told, "obstacles"))) {
            session.screen().line("  " + SafeText.line(String.valueOf(obstacle)));
        }
        long ahead = Tree.number(told, "ahead");
        if (ahead > 0) {
            session.screen().line("  runs before it: " + ahead);
        }
        return ExitCode.OK;
    }

    private static String because(Object told) {
        String message = Tree.text(told, "message");
        String worker = Tree.text(told, "worker");
        return (worker.isEmpty() ? "" : ", worker " + SafeText.line(worker))
                + (message.isEmpty() ? "" : ": " + SafeText.line(message));
    }
}
