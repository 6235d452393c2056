package dev.joch.cli.manifest;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;
import dev.joch.resource.schema.Explain;
import dev.joch.resource.schema.UnknownFieldException;

/** {@code joch explain}. */
public final class ExplainCommand implements Command {
    private static final int USUAL_WIDTH = 100;

    @Override
    public Page page() {
        return Page.of("explain", "Show the fields of a kind")
                .usage("KIND[.FIELD...]", Page.Completes.KINDS)
                .description(
                        "Types, limits, defaults and meaning, out of the contract; no server is needed.")
                .options(Option.flag("--recursive", "all fields below, as a tree"))
                .example("joch explain agent", "what an agent is made of")
                .example("joch explain agent.spec.framework", "one field and those inside of it")
                .example("joch explain policy --recursive", "the whole tree")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String path = arguments.onlyWord("kind or field");
        int width = session.screen().width() == 0 ? USUAL_WIDTH : session.screen().width();
        try {
            session.screen()
                    .out()
                    .append(Explain.of(path, arguments.has("--recursive")).text(width));
            return ExitCode.OK;
        } catch (UnknownFieldException e) {
            throw FailureException.usage(
                    String.valueOf(e.getMessage()),
                    e.suggestion()
                            .map(word -> "did you mean " + word + "?")
                            .orElse("joch api-resources lists all kinds"));
        }
    }
}
