package dev.joch.cli.setup;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.config.Context;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

/** {@code joch namespace}. */
public final class NamespaceCommand implements Command {

    @Override
    public Page page() {
        return Page.of("namespace", "Show or set the namespace to work in")
                .usage("[NAME]", Page.Completes.NOTHING)
                .example("joch namespace", "which one it is")
                .example("joch namespace support", "work in another one from now on")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        if (arguments.words().isEmpty()) {
            session.screen().line(session.settings().namespace());
            return ExitCode.OK;
        }
        String namespace = arguments.onlyWord("namespace");
        if (!namespace.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw FailureException.usage(
                    "\"" + namespace + "\" is not a name for a namespace",
                    "use lower-case letters, digits and dashes");
        }
        Configuration configuration = session.configurationFile().read();
        Context context =
                configuration
                        .context(session.settings().context())
                        .orElseThrow(() ->
                                FailureException.usage(
                                        "no context is in use that could remember the namespace",
                                        "joch context use NAME; or say -n "
                                                + namespace
                                                + " each time"));
        session.configurationFile().write(configuration.with(context.withNamespace(namespace)));
        session.say(
                "The context " + context.name() + " now works in the namespace " + namespace + ".");
        return ExitCode.OK;
    }
}
