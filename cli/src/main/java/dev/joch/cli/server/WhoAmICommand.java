package dev.joch.cli.server;

import dev.joch.cli.api.Query;
import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.session.Session;

/** {@code joch whoami}. */
public final class WhoAmICommand implements Command {

    @Override
    public Page page() {
        return Page.of("whoami", "Show who the server takes you for")
                .example("joch whoami", "name, tenant and roles")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        arguments.noWords();
        Format format = Format.parse(session.settings().output());
        Object self = session.client().read(Query.at("whoami"));
        if (!format.isTable()) {
            session.screen().out().append(format.value(self));
            return ExitCode.OK;
        }
        line(session, "subject", Tree.text(self, "subject"));
        line(session, "tenant", Tree.text(self, "tenant"));
        line(session, "method", Tree.text(self, "method"));
        line(session, "groups", words(self, "groups"));
        line(session, "roles", words(self, "roles"));
        return ExitCode.OK;
    }

    private static String words(Object self, String name) {
        return String.join(
                ", ", Tree.list(Tree.at(self, name)).stream().map(String::valueOf).toList());
    }

    private static void line(Session session, String name, String value) {
        String label = name + ":";
        session.screen()
                .line(
                        label
                                + " ".repeat(10 - label.length())
                                + (value.isEmpty() ? "-" : SafeText.line(value)));
    }
}
