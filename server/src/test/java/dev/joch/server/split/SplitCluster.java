package dev.joch.server.split;

import dev.joch.service.id.Ids;
import dev.joch.service.identity.GenerateKeys;
import dev.joch.service.identity.IdentityConfig;
import dev.joch.service.identity.KeyMeshGuard;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.KillablePostgres;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Joch in three processes, one of them twice, on one Postgres.
 *
 * <p>The two replicas of the store share a port and have loopback addresses of their own; a hosts
 * file gives both under one name, as a cluster's DNS would.
 */
final class SplitCluster implements AutoCloseable {

    static final String STORE = "resource-store";
    static final String SECOND_STORE = "resource-store-2";
    static final String ADMISSION = "admission";
    static final String APISERVER = "apiserver";

    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final String FIRST_ADDRESS = "127.0.0.1";
    private static final String SECOND_ADDRESS = "127.0.0.2";
    private static final String STORE_NAME = "resource-store.test";
    private static final int HEAP = 160;

    private final Cluster cluster;
    private final KillablePostgres postgres;
    private final Path keys;
    private final Path hosts;
    private final int storePort = FreePorts.next();
    private final int admissionPort = FreePorts.next();
    private final int restPort = FreePorts.next();
    private final int grpcPort = FreePorts.next();

    SplitCluster(Path folder) throws IOException {
        this.cluster = new Cluster(folder);
        this.keys = cluster.folder().resolve("keys");
        for (String service : List.of(STORE, ADMISSION, APISERVER)) {
            GenerateKeys.make(keys, service);
        }
        this.hosts = cluster.folder().resolve("hosts");
        Files.write(
                hosts,
                List.of(
                        FIRST_ADDRESS + " localhost",
                        FIRST_ADDRESS + " " + STORE_NAME,
                        SECOND_ADDRESS + " " + STORE_NAME));
        this.postgres = KillablePostgres.start(cluster);
        addStore(STORE, FIRST_ADDRESS);
        addStore(SECOND_STORE, SECOND_ADDRESS);
        cluster.add(
                service(ADMISSION, "dev.joch.admission.AdmissionServer")
                        .env("JOCH_MESH_HOST", FIRST_ADDRESS)
                        .env("JOCH_MESH_PORT", "" + admissionPort),
                Ready.port(admissionPort),
                START_TIME);
        cluster.add(
                service(APISERVER, "dev.joch.apiserver.ApiServer").env(apiserver()),
                process -> isReady(),
                START_TIME);
    }

    private void addStore(String name, String address) {
        ChildCommand command = service(STORE, "dev.joch.resourcestore.ResourceStoreServer");
        cluster.add(
                new ChildCommand(
                                name, command.program(), command.arguments(), command.environment())
                        .env("JOCH_MESH_HOST", address)
                        .env("JOCH_MESH_PORT", "" + storePort)
                        .env("JOCH_RESOURCE_STORE_WATCH_BOOKMARK", "1s"),
                process -> accepts(address, storePort),
                START_TIME);
    }

    private ChildCommand service(String name, String mainClass) {
        return ChildCommand.java(name, mainClass, HEAP, classPath(name))
                .flag("-Djdk.net.hosts.file=" + hosts)
                .env(
                        Map.of(
                                "JOCH_MESH_SPLIT", "true",
                                "JOCH_MESH_IDENTITY_NAME", name,
                                "JOCH_MESH_IDENTITY_KEY_FILE", keys.resolve(name + ".key") + "",
                                "JOCH_MESH_IDENTITY_TRUST_FOLDER", keys.resolve("trust") + "",
                                "JOCH_MESH_PEERS_RESOURCE_STORE",
                                        "dns:///" + STORE_NAME + ":" + storePort,
                                "JOCH_MESH_PEERS_ADMISSION", "dns:///localhost:" + admissionPort,
                                "JOCH_DATABASE_URL", postgres.url("postgres")));
    }

    /** What the distribution gives a program: its own jar and what that needs, no other service. */
    static String classPath(String service) {
        List<String> others = new ArrayList<>();
        for (String other :
                List.of(STORE, ADMISSION, APISERVER, "server", "cli", "libs-testkit", "testkit")) {
            boolean needed = service.equals("cli") && other.equals(ADMISSION);
            if (!other.equals(service) && !needed) {
                others.add("/joch-" + other + "-");
                others.add("/joch-" + other + "/");
                others.add("/" + other + "/target/");
            }
        }
        return ChildCommand.classPathWithout(others);
    }

    private Map<String, String> apiserver() {
        return Map.of(
                "JOCH_APISERVER_HOST", FIRST_ADDRESS,
                "JOCH_APISERVER_PORT", "" + restPort,
                "JOCH_APISERVER_GRPC_PORT", "" + grpcPort,
                "JOCH_APISERVER_AUTH_LOCAL_ADMIN_TOKEN_FILE", tokenFile() + "",
                "JOCH_APISERVER_AUDIT_CHECKPOINT_FILE",
                        cluster.folder().resolve("audit.checkpoint") + "",
                "JOCH_APISERVER_AUDIT_CHECKPOINT_KEY_FILE",
                        cluster.folder().resolve("audit.key") + "",
                "JOCH_APISERVER_AUDIT_CHECKPOINT_SECONDS", "2");
    }

    Path tokenFile() {
        return cluster.folder().resolve("admin.token");
    }

    Path folder() {
        return cluster.folder();
    }

    String token() throws IOException {
        return Files.readString(tokenFile()).strip();
    }

    String rest() {
        return "http://" + FIRST_ADDRESS + ":" + restPort;
    }

    int grpcPort() {
        return grpcPort;
    }

    Member member(String name) {
        return cluster.member(name);
    }

    KillablePostgres postgres() {
        return postgres;
    }

    /** The store once, admission and the edge. */
    void start() {
        for (String name : List.of(STORE, ADMISSION, APISERVER)) {
            member(name).start();
        }
    }

    /** Channels of a service that stands in for the edge, to that replica only. */
    MeshChannels channels(String store) {
        String address = store.equals(STORE) ? FIRST_ADDRESS : SECOND_ADDRESS;
        MeshConfig config =
                new MeshConfig(
                        true,
                        FIRST_ADDRESS,
                        0,
                        Map.of(STORE, "dns:///" + address + ":" + storePort),
                        MeshConfig.DEFAULT_MAX_MESSAGE_BYTES);
        IdentityConfig identity =
                new IdentityConfig(
                        APISERVER, keys.resolve(APISERVER + ".key"), keys.resolve("trust"));
        InstantSource clock = InstantSource.system();
        return new MeshChannels(store, config, new KeyMeshGuard(identity, new Ids(clock), clock));
    }

    /** Whether the edge says that it and everything behind it can be used. */
    boolean isReady() {
        return isReady(rest());
    }

    static boolean isReady(String address) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + "/readyz"))
                        .timeout(Duration.ofSeconds(3))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean accepts(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 250);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    static Path fresh(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> paths = Files.walk(folder)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
