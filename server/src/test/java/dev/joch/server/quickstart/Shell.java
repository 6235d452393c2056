package dev.joch.server.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.postgres.TestPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A person with the launcher, a home of their own and nothing in it. */
public final class Shell {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int HEAP = 128;

    private final Path home;
    private final Path examples;
    private int calls;

    public Shell(Path home) {
        this.home = home;
        this.examples =
                Path.of(System.getProperty("joch.root", ".."))
                        .resolve("examples")
                        .toAbsolutePath()
                        .normalize();
    }

    public Path examples() {
        return examples.resolve("quickstart");
    }

    /** Runs it and demands success; gives what it printed. */
    public String joch(String... words) {
        return joch(0, words);
    }

    /** Runs it and demands that exit code. */
    String joch(int code, String... words) {
        ChildCommand command =
                ChildCommand.java("joch", "dev.joch.cli.Joch", HEAP)
                        .with(words)
                        .env(
                                Map.of(
                                        "HOME", home.toString(),
                                        "JOCH_HOME", home.resolve("joch").toString(),
                                        "JOCH_EXAMPLES", examples.toString(),
                                        "JOCH_SERVER_COMMAND", server()));
        try (ChildProcess process =
                ChildProcess.start(command, home.resolve("joch." + ++calls + ".log"))) {
            int status = process.awaitEnd(PATIENCE);
            assertThat(status)
                    .as(() -> String.join(" ", words) + "\n" + process.text())
                    .isEqualTo(code);
            return process.text();
        }
    }

    private static String server() {
        return "'%s' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' dev.joch.server.JochServer --programs '%s'"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        ChildCommand.mainClassPath(),
                        TestPostgres.programs());
    }

    /** Writes a manifest and gives its name. */
    public String file(String name, String text) {
        try {
            return Files.writeString(home.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String example(String name) {
        try {
            return Files.readString(examples().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
