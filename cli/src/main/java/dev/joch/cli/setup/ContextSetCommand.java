package dev.joch.cli.setup;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Option;
import dev.joch.cli.command.Page;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.config.Context;
import dev.joch.cli.config.Credential;
import dev.joch.cli.http.Endpoint;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.util.List;
import java.util.Optional;

/** {@code joch context set}. */
public final class ContextSetCommand implements Command {

    @Override
    public Page page() {
        return Page.of("context set", "Add or change a context")
                .usage("NAME --server URL", Page.Completes.CONTEXTS)
                .description(
                        "The file of contexts names where a token is to be found. It never holds one.")
                .options(
                        Option.value(
                                "--auth",
                                "KIND",
                                "token-file=FILE, env=VARIABLE, exec=COMMAND or none"),
                        Option.choice(
                                "--runtime",
                                "where runs that are started in it run",
                                "local",
                                "docker",
                                "kubernetes",
                                "nomad",
                                "serverless"),
                        Option.flag("--use", "and work with it from now on"))
                .example(
                        "joch context set prod --server https://joch.example.com --auth env=PROD_TOKEN",
                        "a token of the environment")
                .example("joch context set prod -n support", "change only its namespace")
                .example("joch context set boxed --runtime docker", "run agents in containers")
                .example(
                        "joch context set ci --server https://joch.example.com --auth exec='get-token joch'",
                        "a program that prints a token")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String name = arguments.onlyWord("name of a context");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw FailureException.usage(
                    "\"" + name + "\" is not a name for a context",
                    "use letters, digits, dots, dashes and underscores");
        }
        Configuration configuration = session.configurationFile().read();
        Optional<Context> before = configuration.context(name);
        String server =
                arguments.value("--server").or(() -> before.map(Context::server)).orElse("");
        if (server.isEmpty()) {
            throw FailureException.usage(
                    "--server is missing", "for example --server http://127.0.0.1:8080");
        }
        Endpoint.of(server);
        Context context =
                new Context(
                        name,
                        server,
                        arguments
                                .value("--namespace")
                                .or(() -> before.map(Context::namespace))
                                .orElse(""),
                        arguments
                                .value("--auth")
                                .map(text -> credential(text, session))
                                .or(() -> before.map(Context::credential))
                                .orElse(new Credential.None()),
                        arguments
                                .value("--certificate-authority")
                                .or(() -> before.map(Context::authority))
                                .orElse(""),
                        arguments
                                .value("--runtime")
                                .or(() -> before.map(Context::runtime))
                                .orElse(""));
        Configuration after = configuration.with(context);
        boolean use = arguments.has("--use") || configuration.contexts().isEmpty();
        session.configurationFile().write(use ? after.using(name) : after);
        session.say(
                "The context "
                        + name
                        + " was "
                        + (before.isPresent() ? "changed" : "added")
                        + (use ? " and is now in use." : "."));
        return ExitCode.OK;
    }

    private static Credential credential(String text, Session session) {
        int equals = text.indexOf('=');
        String kind = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        if (kind.equals("none")) {
            return new Credential.None();
        }
        if (value.isBlank()) {
            throw wrong(kind);
        }
        return switch (kind) {
            case "token-file" ->
                    new Credential.TokenFile(
                            session.world().folder().resolve(value).normalize().toString());
            case "env" -> new Credential.Variable(value);
            case "exec" -> new Credential.Program(List.of(value.strip().split("\\s+")));
            default -> throw wrong(kind);
        };
    }

    private static FailureException wrong(String kind) {
        return FailureException.usage(
                "--auth does not know \"" + kind + "\"",
                "write token-file=FILE, env=VARIABLE, exec=COMMAND or none");
    }
}
