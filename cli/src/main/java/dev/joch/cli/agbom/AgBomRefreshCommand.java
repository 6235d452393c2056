package dev.joch.cli.agbom;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

import java.util.Map;

/** {@code joch agbom refresh}. */
public final class AgBomRefreshCommand implements Command {
    @Override
    public Page page() {
        return Page.of("agbom refresh", "Have the bill of materials of an agent written anew")
                .usage("AGENT", Page.Completes.NOTHING)
                .description("There is a new generation only when its content changed.")
                .example("joch agbom refresh support-triage", "as the agent is now")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Format format = Format.parse(session.settings().output());
        String agent = arguments.onlyWord("agent");
        Object answer =
                session.client()
                        .post(
                                Query.at(
                                        "namespaces",
                                        session.settings().namespace(),
                                        "agents",
                                        agent,
                                        "agbom",
                                        "refresh"),
                                Map.of());
        if (format.isTable()) {
            boolean created = Tree.text(answer, "created").equals("true");
            session.screen()
                    .line(
                            "agent/"
                                    + agent
                                    + " generation "
                                    + Tree.text(answer, "generation")
                                    + (created ? " written" : " unchanged"));
        } else {
            session.screen().out().append(format.value(answer));
        }
        return ExitCode.OK;
    }
}
