package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The command line as users start it: a process for each call. */
final class CommandLine {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HEAP = 96;

    private final Path folder;
    private final Map<String, String> environment;
    private int calls;

    CommandLine(Path folder, String address, String token) {
        this.folder = folder;
        this.environment =
                Map.of(
                        "JOCH_SERVER",
                        address,
                        "JOCH_TOKEN",
                        token,
                        "JOCH_NO_UPDATE_CHECK",
                        "1",
                        "HOME",
                        folder.toString(),
                        "XDG_CONFIG_HOME",
                        folder.resolve("config").toString());
    }

    /** Runs it and demands success; gives what it printed. */
    String run(String... words) {
        ChildCommand command =
                ChildCommand.java(
                                "cli", "dev.joch.cli.Joch", HEAP, ServicePrograms.classPath("cli"))
                        .with(words)
                        .env(environment);
        try (ChildProcess process =
                ChildProcess.start(command, folder.resolve("cli." + ++calls + ".log"))) {
            int status = process.awaitEnd(PATIENCE);
            assertThat(status).as(() -> String.join(" ", words) + "\n" + process.text()).isZero();
            return process.text();
        }
    }

    void apply(Doc doc) {
        try {
            Path file = folder.resolve("cli.yaml");
            Files.writeString(file, doc.yaml());
            run("apply", "-f", file.toString(), "--yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Demands that a document is there. */
    void find(Doc doc) {
        assertThat(run("get", Doc.PLURAL, "-n", doc.namespace(), "-o", "name"))
                .contains(Doc.name(doc.key()));
        assertThat(run("get", Doc.PLURAL, Doc.name(doc.key()), "-n", doc.namespace(), "-o", "yaml"))
                .contains(doc.value());
    }
}
