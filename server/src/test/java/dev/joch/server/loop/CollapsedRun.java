package dev.joch.server.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.server.split.SplitCluster;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.postgres.TestPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Joch in one process, on an empty folder, until it is closed. */
final class CollapsedRun implements AutoCloseable {

    private static final Duration START_TIME = Duration.ofSeconds(90);
    private static final Duration STOP_TIME = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Member server;
    private final String address;
    private final Path data;

    private CollapsedRun(Cluster cluster, Member server, String address, Path data) {
        this.cluster = cluster;
        this.server = server;
        this.address = address;
        this.data = data;
    }

    static CollapsedRun start(Path folder) {
        int port = FreePorts.next();
        String address = "http://127.0.0.1:" + port;
        Path data = folder.resolve("data");
        Cluster cluster = new Cluster(folder);
        Member server =
                cluster.add(
                        ChildCommand.java("collapsed", "dev.joch.server.JochServer", 400)
                                .with("--data", data.toString())
                                .with("--programs", TestPostgres.programs().toString())
                                .with("--port", "" + port, "--grpc-port", "" + FreePorts.next()),
                        process -> SplitCluster.isReady(address),
                        START_TIME);
        server.start();
        return new CollapsedRun(cluster, server, address, data);
    }

    String address() {
        return address;
    }

    String token() throws IOException {
        JsonNode announced =
                new ObjectMapper().readTree(Files.readAllBytes(data.resolve("server.json")));
        return Files.readString(Path.of(announced.path("tokenFile").asText())).strip();
    }

    /** Stops it the way a user does, so that its database stops, too. */
    @Override
    public void close() {
        server.process().terminate();
        server.process().awaitEnd(STOP_TIME);
        cluster.close();
    }
}
