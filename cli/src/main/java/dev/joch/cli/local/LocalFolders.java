package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Option;
import dev.joch.cli.config.Configuration;
import dev.joch.cli.config.Context;
import dev.joch.cli.config.Credential;
import dev.joch.cli.session.Session;

import java.nio.file.Path;
import java.util.Optional;

/** Which folder a command over a local server means. */
final class LocalFolders {
    static final Option DATA =
            Option.value("--data", "FOLDER", "folder of the server (default: below the Joch home)");

    private LocalFolders() {}

    /** That of the context in use, when it is a server on this machine. */
    static Optional<LocalServer> inUse(Session session) {
        Configuration configuration = session.configurationFile().read();
        return configuration
                .context(configuration.current())
                .filter(context -> context.credential() instanceof Credential.TokenFile)
                .flatMap(context -> ofToken((Credential.TokenFile) context.credential(), context));
    }

    private static Optional<LocalServer> ofToken(Credential.TokenFile token, Context context) {
        return Optional.ofNullable(Path.of(token.path()).getParent())
                .map(LocalServer::new)
                .filter(local ->
                        local.running()
                                .filter(address -> address.server().equals(context.server()))
                                .isPresent());
    }

    /** The folder of the agents' code, absolute; empty when none is named. */
    static String code(Arguments arguments, Session session) {
        return arguments
                .value("--code")
                .map(given -> session.world().folder().resolve(given).normalize().toString())
                .orElse("");
    }

    static LocalServer of(Arguments arguments, Session session, String usual) {
        Path folder =
                arguments
                        .value("--data")
                        .map(given -> session.world().folder().resolve(given).normalize())
                        .orElse(session.world().places().data().resolve(usual));
        return new LocalServer(folder);
    }
}
