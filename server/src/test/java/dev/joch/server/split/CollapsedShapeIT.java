package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryFolder;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.postgres.TestPostgres;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All of Joch in one process, killed under load and started again on the same data. */
class CollapsedShapeIT {

    private static final Duration START_TIME = Duration.ofSeconds(90);

    private final Seed seed = Seed.of(CollapsedShapeIT.class);
    private final int restPort = FreePorts.next();
    private final int grpcPort = FreePorts.next();
    private final String address = "http://127.0.0.1:" + restPort;

    @Test
    void aKilledServerHasEverythingThatItAcknowledged() throws IOException {
        HistoryFolder saved = HistoryFolder.of("collapsed", seed.value());
        Path data = SplitCluster.fresh(saved.path()).resolve("data");
        try (Cluster cluster = new Cluster(saved.path());
                Trial trial = new Trial("collapsed", seed, Recovery.OF_ALL, Recovery.OF_ALL)) {
            Member server =
                    cluster.add(
                            ChildCommand.java("collapsed", "dev.joch.server.JochServer", 256)
                                    .with("--data", data.toString())
                                    .with("--programs", TestPostgres.programs().toString())
                                    .with("--port", "" + restPort, "--grpc-port", "" + grpcPort),
                            process -> SplitCluster.isReady(address),
                            START_TIME);
            server.start();
            JsonNode announced = announced(data);
            assertThat(announced.path("pid").asLong()).isEqualTo(server.process().pid());
            assertThat(announced.path("rest").asText()).isEqualTo(address);
            String token = Files.readString(Path.of(announced.path("tokenFile").asText())).strip();
            try (RestApi rest = new RestApi(address, token);
                    GrpcApi grpc = new GrpcApi(grpcPort, token)) {
                List<String> quickstart = rest.applyTexts(quickstart());
                assertThat(quickstart).isNotEmpty();
                trial.found(rest, "support/support-triage-notes");
                trial.begin(rest);
                trial.watch("rest-all", rest, "");
                trial.watch("grpc-all", grpc, "");
                trial.load("r", rest, 2);
                trial.load("g", grpc, 2);
                for (int round = 0; round < (Trial.isLong() ? 20 : 2); round++) {
                    trial.awaitApplies(60);
                    trial.lane(server, round).killOnce(Duration.ZERO);
                    assertThat(announced(data).path("pid").asLong())
                            .isEqualTo(server.process().pid());
                }
                trial.awaitApplies(60);
                History history = trial.finish(grpc, rest, saved);
                assertThat(rest.identities()).containsAll(quickstart);
                trial.judge(history, AuditCheck.findings(grpc, history));
            }
            server.process().terminate();
            assertThat(server.process().awaitEnd(Duration.ofSeconds(30))).isIn(0, 143);
            assertThat(data.resolve("server.json")).doesNotExist();
        } finally {
            stopDatabase(data);
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    /** The database is nobody's child and outlives a killed server until the next one starts. */
    private static void stopDatabase(Path data) throws IOException {
        Path pidFile = data.resolve("postgres").resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    private static JsonNode announced(Path data) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(data.resolve("server.json")));
    }

    private static List<String> quickstart() throws IOException {
        Path folder = Path.of(System.getProperty("joch.root", "..")).resolve("examples/quickstart");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(CollapsedShapeIT::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
