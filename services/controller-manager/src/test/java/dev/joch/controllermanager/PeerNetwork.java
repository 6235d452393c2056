package dev.joch.controllermanager;

import dev.joch.events.EventSource;
import dev.joch.events.EventsConfig;
import dev.joch.events.kafka.KafkaTransport;
import dev.joch.events.metrics.EventMetrics;
import dev.joch.service.id.Ids;
import dev.joch.service.identity.GenerateKeys;
import dev.joch.service.identity.IdentityConfig;
import dev.joch.service.identity.KeyMeshGuard;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshServer;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.postgres.PostgresUrl;

import io.grpc.BindableService;
import io.opentelemetry.api.OpenTelemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The controllers in processes of their own, as they are shipped: their peers are in this one and
 * talk to them over the network, and what the store tells goes through a broker.
 */
final class PeerNetwork implements AutoCloseable {

    /** Whoever was killed has its keys for so long at most. */
    static final Duration LEASE = Duration.ofSeconds(7);

    private static final Duration START = Duration.ofSeconds(90);
    private static final int HEAP = 128;

    final FakeStore store = new FakeStore();
    final FakePeers.FakeCompiler compiler = new FakePeers.FakeCompiler(store);
    final FakePeers.FakeEngine engine = new FakePeers.FakeEngine();
    final FakePeers.FakeBills bills = new FakePeers.FakeBills();

    private final Cluster cluster;
    private final Path keys;
    private final Map<String, String> environment = new HashMap<>();
    private final List<MeshServer> servers = new ArrayList<>();
    private final KafkaTransport broker;

    PeerNetwork(String folder, PostgresUrl url, KafkaAddress kafka) {
        this.cluster = new Cluster(Path.of("target", folder));
        this.keys = cluster.folder().resolve("keys");
        environment.put("JOCH_DATABASE_URL", url.jdbc());
        environment.put("JOCH_EVENTS_TRANSPORT", "kafka");
        environment.put("JOCH_EVENTS_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("JOCH_EVENTS_KAFKA_PREFIX", kafka.prefix());
        environment.put("JOCH_EVENTS_KAFKA_SESSION", "1500ms");
        environment.put("JOCH_CONTROLLER_MANAGER_DEADLINE", "2s");
        environment.put("JOCH_CONTROLLER_MANAGER_LEASE", LEASE.toSeconds() + "s");
        environment.put("JOCH_CONTROLLER_MANAGER_RETRY_LONGEST", "1s");
        environment.put("JOCH_MESH_HOST", "127.0.0.1");
        environment.put("JOCH_MESH_IDENTITY_TRUST_FOLDER", keys.resolve("trust").toString());
        serve("resource-store", store);
        serve("compiler", compiler);
        serve("policy-engine", engine);
        serve("agbom", bills);
        serve("scheduler", new FakePeers.FakeScheduler());
        serve("admission", new FakeAdmission());
        this.broker = new KafkaTransport(config(kafka), new EventMetrics(OpenTelemetry.noop()));
        broker.publish(new EventSource("resource-store", store.log));
    }

    private static EventsConfig config(KafkaAddress kafka) {
        return new EventsConfig(
                EventsConfig.Transport.KAFKA,
                500,
                Duration.ofMillis(50),
                Duration.ofHours(1),
                Duration.ofDays(7),
                new EventsConfig.Retry(3, Duration.ofMillis(20), Duration.ofMillis(100)),
                new EventsConfig.Kafka(
                        kafka.bootstrapServers(),
                        kafka.prefix(),
                        (short) 1,
                        Duration.ofMillis(1500)));
    }

    private void serve(String peer, BindableService endpoint) {
        int port = FreePorts.next();
        InstantSource clock = InstantSource.system();
        MeshServer server =
                new MeshServer(
                        peer,
                        new MeshConfig(
                                true,
                                "127.0.0.1",
                                port,
                                Map.of(),
                                MeshConfig.DEFAULT_MAX_MESSAGE_BYTES),
                        List.of(new MeshEndpoint(peer, endpoint)),
                        new KeyMeshGuard(
                                new IdentityConfig(peer, key(peer), keys.resolve("trust")),
                                new Ids(clock),
                                clock));
        server.start();
        servers.add(server);
        environment.put(
                "JOCH_MESH_PEERS_" + peer.toUpperCase(Locale.ROOT).replace('-', '_'),
                "dns:///localhost:" + port);
    }

    private Path key(String service) {
        try {
            GenerateKeys.make(keys, service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys.resolve(service + ".key");
    }

    /** A replica that is not started; peers know it by that name. */
    Member controllers(String name, String... arguments) {
        int port = FreePorts.next();
        ChildCommand command =
                ChildCommand.java(name, ControllerManagerServer.class.getName(), HEAP)
                        .env(environment)
                        .env("JOCH_MESH_IDENTITY_NAME", name)
                        .env("JOCH_MESH_IDENTITY_KEY_FILE", key(name).toString())
                        .env("JOCH_MESH_PORT", "" + port)
                        .with(arguments);
        return cluster.add(command, Ready.port(port), START);
    }

    @Override
    public void close() {
        cluster.close();
        broker.close();
        servers.forEach(MeshServer::close);
    }
}
