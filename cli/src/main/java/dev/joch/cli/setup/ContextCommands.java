package dev.joch.cli.setup;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.config.Context;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.TableText;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.resource.ListOptions;
import dev.joch.cli.session.Session;
import dev.joch.resource.kind.Nearest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code joch context ls|use|current|delete}. */
public final class ContextCommands {

    private ContextCommands() {}

    /** All contexts; a star marks the one in use. */
    public static final class Ls implements Command {

        @Override
        public Page page() {
            return Page.of("context ls", "List the servers that are configured")
                    .options(ListOptions.NO_HEADERS)
                    .example("joch context ls", "all of them, the one in use with a star")
                    .build();
        }

        @Override
        public ExitCode run(Arguments arguments, Session session) {
            arguments.noWords();
            Format format = Format.parse(arguments.value("--output", variable(session)));
            Configuration configuration = session.configurationFile().read();
            if (format instanceof Format.Name) {
                configuration.names().forEach(session.screen()::line);
                return ExitCode.OK;
            }
            if (!format.isTable()) {
                List<Map<String, Object>> items =
                        configuration.contexts().stream()
                                .map(context -> json(context, configuration))
                                .toList();
                session.screen().out().append(format.list(items, "", ""));
                return ExitCode.OK;
            }
            List<List<String>> rows =
                    configuration.contexts().stream()
                            .map(context -> row(context, configuration))
                            .toList();
            if (rows.isEmpty()) {
                session.say("No contexts found. joch up makes one, and so does joch context set.");
            } else {
                new TableText(
                                List.of("CURRENT", "NAME", "SERVER", "NAMESPACE", "AUTH"),
                                session.screen().width())
                        .lines(rows, !arguments.has("--no-headers"))
                        .forEach(session.screen()::line);
            }
            return ExitCode.OK;
        }

        private static String variable(Session session) {
            String output = session.world().variable("JOCH_OUTPUT");
            return output.isEmpty() ? "table" : output;
        }

        private static List<String> row(Context context, Configuration configuration) {
            boolean current = context.name().equals(configuration.current());
            return List.of(
                    current ? "*" : "",
                    context.name(),
                    context.server(),
                    namespace(context),
                    context.credential().text());
        }

        private static Map<String, Object> json(Context context, Configuration configuration) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", context.name());
            json.put("current", context.name().equals(configuration.current()));
            json.put("server", context.server());
            json.put("namespace", namespace(context));
            json.put("auth", context.credential().text());
            return json;
        }

        private static String namespace(Context context) {
            return context.namespace().isEmpty() ? "default" : context.namespace();
        }
    }

    /** Makes another context the one in use. */
    public static final class Use implements Command {

        @Override
        public Page page() {
            return Page.of("context use", "Work with another server from now on")
                    .usage("NAME", Page.Completes.CONTEXTS)
                    .example("joch context use prod", "until the next use")
                    .build();
        }

        @Override
        public ExitCode run(Arguments arguments, Session session) {
            String name = arguments.onlyWord("name of a context");
            Configuration configuration = session.configurationFile().read();
            known(configuration, name);
            session.configurationFile().write(configuration.using(name));
            session.say("The context " + name + " is now in use.");
            return ExitCode.OK;
        }
    }

    /** Prints the name of the context in use. */
    public static final class Current implements Command {

        @Override
        public Page page() {
            return Page.of("context current", "Show the name of the context in use")
                    .example("joch context current", "only the name")
                    .build();
        }

        @Override
        public ExitCode run(Arguments arguments, Session session) {
            arguments.noWords();
            String current = session.settings().context();
            if (current.isEmpty()) {
                throw new FailureException(
                        new Failure.Local(
                                "NO_CONTEXT",
                                "no context is in use; the server is "
                                        + session.settings().server(),
                                "joch context use NAME, or joch up",
                                ExitCode.NOT_FOUND));
            }
            session.screen().line(current);
            return ExitCode.OK;
        }
    }

    /** Removes a context. The server stays as it is. */
    public static final class Delete implements Command {

        @Override
        public Page page() {
            return Page.of("context delete", "Remove a context")
                    .usage("NAME", Page.Completes.CONTEXTS)
                    .example("joch context delete old", "forget a server")
                    .build();
        }

        @Override
        public ExitCode run(Arguments arguments, Session session) {
            String name = arguments.onlyWord("name of a context");
            Configuration configuration = session.configurationFile().read();
            known(configuration, name);
            session.configurationFile().write(configuration.without(name));
            session.say("The context " + name + " was removed.");
            return ExitCode.OK;
        }
    }

    private static void known(Configuration configuration, String name) {
        if (configuration.context(name).isEmpty()) {
            String fix =
                    Nearest.to(name, configuration.names())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("joch context ls lists them");
            throw new FailureException(
                    new Failure.Local(
                            "NO_CONTEXT",
                            "there is no context \"" + name + "\"",
                            fix,
                            ExitCode.NOT_FOUND));
        }
    }
}
