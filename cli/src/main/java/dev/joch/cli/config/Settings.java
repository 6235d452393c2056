package dev.joch.cli.config;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Durations;
import dev.joch.cli.problem.FailureException;
import dev.joch.resource.kind.Nearest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for one command, after flags, environment and configuration were laid over each other.
 *
 * @param context name of the context; empty when the server was given directly or nothing is
 *     configured
 * @param server address, without a slash at the end
 * @param serverOrigin who said so, for {@code status} and {@code doctor}
 * @param namespace namespace to work in
 * @param output format of the data
 * @param credential where the token is
 * @param authority file with certificates to trust; empty for those of the platform
 * @param runtime where runs run that are started; empty leaves it to the server
 * @param requestTimeout limit of one request
 * @param quiet say nothing that was not asked for
 * @param debug show requests and stack traces
 */
public record Settings(
        String context,
        String server,
        String serverOrigin,
        String namespace,
        String output,
        Credential credential,
        String authority,
        String runtime,
        Duration requestTimeout,
        boolean quiet,
        boolean debug) {
    public static final String BUILT_IN_SERVER = "http://127.0.0.1:8080";
    private static final List<String> TOKEN_VARIABLES = List.of("JOCH_TOKEN", "JOCH_OIDC_ID_TOKEN");

    /** Lays the sources over each other. */
    public static Settings of(
            Arguments arguments, Map<String, String> environment, Configuration configuration) {
        Layers layers = new Layers(arguments, environment);
        String name = layers.find("--context", "JOCH_CONTEXT").orElse(configuration.current());
        Optional<Context> context =
                name.isEmpty() ? Optional.empty() : Optional.of(known(configuration, name));
        Optional<String> direct = layers.find("--server", "JOCH_SERVER").map(Settings::trimmed);
        String server =
                direct.or(() -> context.map(Context::server).map(Settings::trimmed))
                        .filter(address -> !address.isEmpty())
                        .orElse(BUILT_IN_SERVER);
        boolean ofContext = context.isPresent() && trimmed(context.get().server()).equals(server);
        return new Settings(
                ofContext ? name : "",
                server,
                origin(arguments, direct.isPresent(), name),
                layers.find("--namespace", "JOCH_NAMESPACE")
                        .or(() -> context.map(Context::namespace))
                        .filter(namespace -> !namespace.isEmpty())
                        .orElse("default"),
                layers.find("--output", "JOCH_OUTPUT").orElse("table"),
                credential(environment, ofContext ? context : Optional.empty()),
                layers.find("--certificate-authority", "JOCH_CERTIFICATE_AUTHORITY")
                        .or(() -> context.map(Context::authority))
                        .orElse(""),
                ofContext ? context.map(Context::runtime).orElse("") : "",
                layers.find("--request-timeout", "JOCH_REQUEST_TIMEOUT")
                        .map(text -> Durations.parse("--request-timeout", text))
                        .orElse(Duration.ofSeconds(30)),
                arguments.has("--quiet"),
                arguments.has("--debug") || truth(environment.getOrDefault("JOCH_DEBUG", "")));
    }

    /** A token of the environment goes to any server; that of a context to its own only. */
    private static Credential credential(
            Map<String, String> environment, Optional<Context> context) {
        for (String variable : TOKEN_VARIABLES) {
            if (!environment.getOrDefault(variable, "").isEmpty()) {
                return new Credential.Variable(variable);
            }
        }
        return context.map(Context::credential).orElse(new Credential.None());
    }

    private static Context known(Configuration configuration, String name) {
        return configuration
                .context(name)
                .orElseThrow(() ->
                        FailureException.usage(
                                "there is no context \"" + name + "\"",
                                Nearest.to(name, configuration.names())
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse(
                                                "see joch context ls, or add it with joch context set")));
    }

    private static String origin(Arguments arguments, boolean direct, String context) {
        if (direct) {
            return !arguments.value("--server", "").isEmpty() ? "--server" : "JOCH_SERVER";
        }
        return context.isEmpty() ? "built-in" : "context " + context;
    }

    private static String trimmed(String address) {
        String text = address.strip();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    private static boolean truth(String text) {
        return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    /** Flag before variable; an empty variable counts as none. */
    private record Layers(Arguments arguments, Map<String, String> environment) {
        Optional<String> find(String flag, String variable) {
            return arguments
                    .value(flag)
                    .filter(text -> !text.isEmpty())
                    .or(() -> Optional.ofNullable(environment.get(variable)))
                    .filter(text -> !text.isEmpty());
        }
    }
}
