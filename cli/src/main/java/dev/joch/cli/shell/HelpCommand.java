package dev.joch.cli.shell;

import dev.joch.cli.Catalogue;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.HelpText;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.List;

/** {@code joch help}. */
public final class HelpCommand implements Command {

    @Override
    public Page page() {
        return Page.of("help", "Show help on a command")
                .usage("[COMMAND]", Page.Completes.NOTHING)
                .example("joch help get", "the same as joch get --help")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        session.screen().out().append(text(arguments.words()));
        return ExitCode.OK;
    }

    private static String text(List<String> words) {
        if (words.isEmpty()) {
            return HelpText.overview();
        }
        String name = String.join(" ", words);
        List<Catalogue.Entry> below = Catalogue.below(words.getFirst());
        if (below.stream().anyMatch(entry -> entry.name().equals(name))) {
            return HelpText.of(Catalogue.load(name).page());
        }
        if (below.isEmpty() || words.size() > 1) {
            throw FailureException.usage(
                    "joch has no command \"" + name + "\"", "joch --help lists all commands");
        }
        return HelpText.actions(words.getFirst(), below);
    }
}
