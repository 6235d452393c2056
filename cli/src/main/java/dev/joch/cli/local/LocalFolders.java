package dev.joch.cli.local;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Option;
import dev.joch.cli.session.Session;

import java.nio.file.Path;

/** Which folder a command over a local server means. */
final class LocalFolders {
    static final Option DATA =
            Option.value("--data", "FOLDER", "folder of the server (default: below the Joch home)");

    private LocalFolders() {}

    static LocalServer of(Arguments arguments, Session session, String usual) {
        Path folder =
                arguments
                        .value("--data")
                        .map(given -> session.world().folder().resolve(given).normalize())
                        .orElse(session.world().places().data().resolve(usual));
        return new LocalServer(folder);
    }
}
