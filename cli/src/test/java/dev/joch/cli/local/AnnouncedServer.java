package dev.joch.cli.local;

import dev.joch.cli.fake.FakeApiServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that announces the fake server as the real one announces itself, and then stays. */
final class AnnouncedServer {

    private AnnouncedServer() {}

    /** How to start it. */
    static String command(Path folder, FakeApiServer server) throws IOException {
        Path program = folder.resolve("server.sh");
        Files.writeString(
                program,
                """
                while [ "$1" != --data ]; do shift; done
                data="$2"
                printf '%%s' '%s' > "$data/admin.token"
                printf '{"pid":%%s,"rest":"%s","grpc":"127.0.0.1:9","tokenFile":"%%s"}' "$$" "$data/admin.token" > "$data/server.json"
                echo the log of the server
                exec sleep 600
                """
                        .formatted(FakeApiServer.TOKEN, server.url()));
        return "sh " + program;
    }
}
