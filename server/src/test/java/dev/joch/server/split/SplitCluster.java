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
import dev.joch.testkit.cluster.KillableKafka;
import dev.joch.testkit.cluster.KillablePostgres;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Joch in processes of its own on one Postgres and one Kafka: the resource plane (store, admission,
 * edge), or everything with the control loop.
 *
 * <p>Two replicas of a service that is called share a port and have loopback addresses of their
 * own; a hosts file gives both under one name, as a cluster's DNS would. Second replicas of
 * controllers and workers need no address: nobody calls them.
 */
public final class SplitCluster implements AutoCloseable {

    public static final String STORE = "resource-store";
    static final String SECOND_STORE = "resource-store-2";
    static final String ADMISSION = "admission";
    static final String APISERVER = "apiserver";
    public static final String CONTROLLERS = "controller-manager";
    public static final String SECOND_CONTROLLERS = "controller-manager-2";
    public static final String SCHEDULER = "scheduler";
    public static final String SECOND_SCHEDULER = "scheduler-2";
    public static final String WORKER = "worker";
    public static final String SECOND_WORKER = "worker-2";

    private static final List<String> RESOURCE_PLANE = List.of(STORE, ADMISSION, APISERVER);

    /** In the order in which they are started. */
    private static final List<String> EVERYTHING =
            List.of(
                    STORE,
                    "policy-engine",
                    ADMISSION,
                    "compiler",
                    "agbom",
                    SCHEDULER,
                    "trace",
                    WORKER,
                    CONTROLLERS,
                    SECOND_CONTROLLERS,
                    APISERVER);

    private static final Duration START_TIME = Duration.ofMinutes(4);
    private static final String FIRST_ADDRESS = "127.0.0.1";
    private static final String SECOND_ADDRESS = "127.0.0.2";
    private static final String DOMAIN = ".test";
    private static final String SECOND = "-2";
    private static final int HEAP = 160;

    private final Cluster cluster;
    private final KillablePostgres postgres;
    private final KillableKafka kafka;
    private final List<String> services;
    private final Map<String, Map<String, String>> settings;
    private final Path keys;
    private final Path hosts;
    private final Map<String, Integer> ports = new HashMap<>();
    private final int restPort = FreePorts.next();
    private final int grpcPort = FreePorts.next();
    private final int spansPort = FreePorts.next();

    SplitCluster(Path folder) throws IOException {
        this(folder, RESOURCE_PLANE, Map.of());
    }

    /** With the control loop, the controllers twice. */
    public static SplitCluster ofEverything(Path folder) throws IOException {
        return new SplitCluster(folder, EVERYTHING, Map.of());
    }

    /** With no worker but those that the controllers start; the settings are as below. */
    public static SplitCluster thatStartsWorkers(
            Path folder, Map<String, Map<String, String>> settings) throws IOException {
        List<String> others = new ArrayList<>(EVERYTHING);
        others.removeAll(List.of(WORKER, SECOND_CONTROLLERS));
        return new SplitCluster(folder, others, settings);
    }

    /**
     * With everything that runs need, schedulers and workers twice, too.
     *
     * @param settings environment of single services, by their names
     */
    public static SplitCluster ofExecutions(Path folder, Map<String, Map<String, String>> settings)
            throws IOException {
        List<String> services = new ArrayList<>(EVERYTHING);
        services.add(services.indexOf(SCHEDULER) + 1, SECOND_SCHEDULER);
        services.add(services.indexOf(WORKER) + 1, SECOND_WORKER);
        return new SplitCluster(folder, List.copyOf(services), settings);
    }

    private SplitCluster(
            Path folder, List<String> services, Map<String, Map<String, String>> settings)
            throws IOException {
        this.cluster = new Cluster(folder);
        this.services = services;
        this.settings = settings;
        this.keys = cluster.folder().resolve("keys");
        for (String service : ServicePrograms.names()) {
            GenerateKeys.make(keys, service);
            ports.put(service, FreePorts.next());
        }
        this.hosts = cluster.folder().resolve("hosts");
        Files.write(hosts, addresses());
        this.postgres = KillablePostgres.start(cluster);
        this.kafka = KillableKafka.start(cluster);
        addReplica(STORE, FIRST_ADDRESS);
        addReplica(SECOND_STORE, SECOND_ADDRESS);
        for (String service : services) {
            switch (service) {
                case STORE -> {}
                case SCHEDULER -> addReplica(service, FIRST_ADDRESS);
                case SECOND_SCHEDULER -> addReplica(service, SECOND_ADDRESS);
                case SECOND_CONTROLLERS, SECOND_WORKER -> addService(service, FreePorts.next());
                case APISERVER ->
                        cluster.add(
                                service(APISERVER).env(apiserver()),
                                process -> isReady(),
                                START_TIME);
                default -> addService(service, port(service));
            }
        }
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>(List.of(FIRST_ADDRESS + " localhost"));
        for (String service : List.of(STORE, SCHEDULER)) {
            addresses.add(FIRST_ADDRESS + " " + service + DOMAIN);
            if (service.equals(STORE) || services.contains(service + SECOND)) {
                addresses.add(SECOND_ADDRESS + " " + service + DOMAIN);
            }
        }
        return addresses;
    }

    /** What a replica is one of. */
    private static String kind(String name) {
        return name.endsWith(SECOND) ? name.substring(0, name.length() - SECOND.length()) : name;
    }

    private int port(String service) {
        return ports.getOrDefault(service, 0);
    }

    private void addReplica(String name, String address) {
        int port = port(kind(name));
        cluster.add(
                named(name, service(kind(name)))
                        .env("JOCH_MESH_HOST", address)
                        .env("JOCH_MESH_PORT", "" + port),
                Ready.port(address, port),
                START_TIME);
    }

    private void addService(String name, int port) {
        cluster.add(
                named(name, service(kind(name)))
                        .env(services.contains(SECOND_WORKER) ? WorkerLife.of(name, 1) : Map.of())
                        .env("JOCH_MESH_HOST", FIRST_ADDRESS)
                        .env("JOCH_MESH_PORT", "" + port),
                Ready.port(port),
                START_TIME);
    }

    /** What only this service is told. */
    private Map<String, String> own(String service) {
        return switch (service) {
            case "trace" ->
                    Map.of(
                            "JOCH_TRACE_OTLP_HOST",
                            FIRST_ADDRESS,
                            "JOCH_TRACE_OTLP_GRPC_PORT",
                            "0",
                            "JOCH_TRACE_OTLP_HTTP_PORT",
                            "" + spansPort);
            case STORE -> Map.of("JOCH_RESOURCE_STORE_WATCH_BOOKMARK", "1s");
            case WORKER -> worker();
            case CONTROLLERS -> services.contains(WORKER) ? Map.of() : deployments();
            case SCHEDULER -> Map.of("JOCH_SCHEDULER_LEASE_TIME", "5s");
            default -> Map.of();
        };
    }

    private Map<String, String> worker() {
        return Map.of(
                "JOCH_WORKER_SCRATCH", cluster.folder().resolve("worker") + "",
                "JOCH_WORKER_CODE", code() + "",
                "JOCH_WORKER_URLS_TRACE", "http://" + FIRST_ADDRESS + ":" + spansPort,
                "JOCH_WORKER_HEARTBEAT", "2s");
    }

    private Map<String, String> deployments() {
        Map<String, String> environment = new TreeMap<>(identity(WORKER));
        for (String peer : List.of(SCHEDULER, "trace")) {
            environment.put(peerKey(peer), peerAddress(peer));
        }
        environment.putAll(worker());
        environment.put("JOCH_MESH_HOST", FIRST_ADDRESS);
        return StartedWorkers.settings(
                cluster.folder(),
                ServicePrograms.java(WORKER, HEAP)
                        .flag("-Djdk.net.hosts.file=" + hosts)
                        .env(environment));
    }

    private static ChildCommand named(String name, ChildCommand command) {
        return new ChildCommand(
                name, command.program(), command.arguments(), command.environment());
    }

    private ChildCommand service(String name) {
        Map<String, String> environment = new HashMap<>(identity(name));
        environment.put("JOCH_DATABASE_URL", postgres.url("postgres"));
        environment.put("JOCH_DATABASE_POOL_SIZE", "6");
        environment.put("JOCH_EVENTS_TRANSPORT", "kafka");
        environment.put("JOCH_EVENTS_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put(
                "JOCH_ADMISSION_POLICY_ENGINE_ENABLED", "" + services.contains("policy-engine"));
        // who is not part of this cluster is no peer: nobody waits for it
        services.stream()
                .filter(ServicePrograms.names()::contains)
                .forEach(peer -> environment.put(peerKey(peer), peerAddress(peer)));
        environment.putAll(own(name));
        environment.putAll(settings.getOrDefault(name, Map.of()));
        return ServicePrograms.java(name, HEAP)
                .flag("-Djdk.net.hosts.file=" + hosts)
                .env(environment);
    }

    private Map<String, String> identity(String name) {
        return Map.of(
                "JOCH_MESH_SPLIT",
                "true",
                "JOCH_MESH_IDENTITY_NAME",
                name,
                "JOCH_MESH_IDENTITY_KEY_FILE",
                keys.resolve(name + ".key") + "",
                "JOCH_MESH_IDENTITY_TRUST_FOLDER",
                keys.resolve("trust") + "");
    }

    private static String peerKey(String peer) {
        return "JOCH_MESH_PEERS_" + peer.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private String peerAddress(String peer) {
        String host = Set.of(STORE, SCHEDULER).contains(peer) ? peer + DOMAIN : "localhost";
        return "dns:///" + host + ":" + port(peer);
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

    public Path tokenFile() {
        return cluster.folder().resolve("admin.token");
    }

    public Path folder() {
        return cluster.folder();
    }

    /** Where workers look for the code of agents. */
    public Path code() {
        return cluster.folder().resolve("code");
    }

    public String token() throws IOException {
        return Files.readString(tokenFile()).strip();
    }

    public String rest() {
        return "http://" + FIRST_ADDRESS + ":" + restPort;
    }

    public int grpcPort() {
        return grpcPort;
    }

    public Member member(String name) {
        return cluster.member(name);
    }

    public KillablePostgres postgres() {
        return postgres;
    }

    public KillableKafka kafka() {
        return kafka;
    }

    /** All that belong to it, the store once. */
    public void start() {
        services.forEach(name -> member(name).launch(Map.of()));
        services.forEach(name -> member(name).awaitReady());
    }

    /** What is started, in that order. */
    public List<String> services() {
        return services;
    }

    /** Channels of a service that stands in for the edge, to that replica only. */
    MeshChannels channels(String store) {
        String address = store.equals(STORE) ? FIRST_ADDRESS : SECOND_ADDRESS;
        MeshConfig config =
                new MeshConfig(
                        true,
                        FIRST_ADDRESS,
                        0,
                        Map.of(STORE, "dns:///" + address + ":" + port(STORE)),
                        MeshConfig.DEFAULT_MAX_MESSAGE_BYTES);
        IdentityConfig identity =
                new IdentityConfig(
                        APISERVER, keys.resolve(APISERVER + ".key"), keys.resolve("trust"));
        InstantSource clock = InstantSource.system();
        return new MeshChannels(store, config, new KeyMeshGuard(identity, new Ids(clock), clock));
    }

    /** Whether the edge says that it and everything behind it can be used. */
    public boolean isReady() {
        return isReady(rest());
    }

    public static boolean isReady(String address) {
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

    @Override
    public void close() {
        cluster.close();
    }

    public static Path fresh(Path folder) {
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
