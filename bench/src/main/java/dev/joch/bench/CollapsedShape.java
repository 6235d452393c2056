package dev.joch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.cluster.FreePorts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything in one process, with the flags of {@code bin/joch-server}. */
final class CollapsedShape implements Shape {

    private static final Duration START_TIME = Duration.ofSeconds(90);

    private final ChildProcess process;
    private final JsonNode announced;
    private final long postgres;
    private final int metrics = FreePorts.next();

    CollapsedShape(Path folder) {
        this(folder, Map.of());
    }

    /**
     * @param environment what this one is told besides
     */
    CollapsedShape(Path folder, Map<String, String> environment) {
        Path data = folder.resolve("data");
        Path ready = data.resolve("server.json");
        ChildCommand command =
                Programs.service("collapsed", "dev.joch.server.JochServer")
                        .env(Programs.metrics(metrics))
                        .env(environment)
                        .with("--data", data.toString(), "--port", "0", "--grpc-port", "0");
        this.process = ChildProcess.start(command, folder.resolve("server.log"));
        process.awaitReady(server -> Files.exists(ready), START_TIME);
        try {
            this.announced = new ObjectMapper().readTree(Files.readAllBytes(ready));
            this.postgres =
                    Long.parseLong(
                            Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                                    .getFirst()
                                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "collapsed";
    }

    @Override
    public String grpc() {
        return announced.path("grpc").asText();
    }

    @Override
    public Path tokenFile() {
        return Path.of(announced.path("tokenFile").asText());
    }

    @Override
    public List<Long> servers() {
        return List.of(process.pid());
    }

    @Override
    public long controllers() {
        return process.pid();
    }

    @Override
    public String controllerMetrics() {
        return Programs.metricsAddress(metrics);
    }

    @Override
    public long postgres() {
        return postgres;
    }

    @Override
    public void close() {
        process.terminate();
        process.awaitEnd(Duration.ofSeconds(30));
        process.close();
    }
}
