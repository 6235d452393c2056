package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.util.List;

/** {@code joch history}. */
public final class HistoryCommand implements Command {
    private static final int USUAL = 20;

    @Override
    public Page page() {
        return Page.of("history", "Show earlier versions of a resource")
                .usage("KIND/NAME", Page.Completes.RESOURCES)
                .description(
                        "Every change of a resource, newest first. A generation is a version of its spec.")
                .options(
                        Option.value("--limit", "NUMBER", "at most so many (default 20)"),
                        ListOptions.NO_HEADERS)
                .example("joch history agent/support-triage", "what changed, and when")
                .example("joch diff agent/support-triage --from 2 --to 3", "what a change was")
                .example(
                        "joch rollback agent/support-triage --to-version 2",
                        "return to generation 2")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        Reference reference = Targets.one(arguments.words(), session);
        Object answer = session.client().history(reference, arguments.number("--limit", USUAL));
        if (!format.isTable()) {
            session.screen()
                    .out()
                    .append(format.list(Tree.list(Tree.at(answer, "versions")), "", ""));
            return ExitCode.OK;
        }
        List<Versions> versions = Versions.of(answer);
        HistoryTable.lines(versions, session, !arguments.has("--no-headers"))
                .forEach(session.screen()::line);
        return ExitCode.OK;
    }
}
