package dev.joch.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers that controllers have started in containers, by the engine's own command line. They
 * outlive whoever started them.
 *
 * @param installation that they are labelled with
 */
record WorkerContainers(String installation) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    List<String> all() {
        return docker("ps", "-aq", "--filter", "label=joch.dev/installation=" + installation)
                .lines()
                .toList();
    }

    void remove() {
        for (String each : all()) {
            docker("rm", "-f", each);
        }
    }

    private static String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        try {
            Path log = Files.createTempFile("docker", ".log");
            try (ChildProcess docker =
                    ChildProcess.start(ChildCommand.program("docker", command), log)) {
                int status = docker.awaitEnd(PATIENCE);
                assertThat(status).as(() -> command + "\n" + docker.text()).isZero();
                return docker.text();
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
