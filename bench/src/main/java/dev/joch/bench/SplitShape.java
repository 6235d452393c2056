package dev.joch.bench;

import dev.joch.service.identity.GenerateKeys;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.KillableKafka;
import dev.joch.testkit.cluster.KillablePostgres;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every service in a process of its own on one Postgres and one Kafka, with keys and a mesh over
 * TCP.
 */
final class SplitShape implements Shape {

    private static final Duration START_TIME = Duration.ofSeconds(90);
    private static final String APISERVER = "apiserver";
    private static final String CONTROLLERS = "controller-manager";
    private static final String TRACE = "trace";
    private static final String WORKER = "worker";

    /** In the order in which they are started. */
    private static final Map<String, String> SERVICES = services();

    /** What runs need besides. */
    private static final Map<String, String> RUNS = runs();

    private final Map<String, String> services;
    private final Cluster cluster;
    private final KillablePostgres postgres;
    private final KillableKafka kafka;
    private final Path keys;
    private final Map<String, Integer> ports = new HashMap<>();
    private final int metrics = FreePorts.next();
    private final int restPort = FreePorts.next();
    private final int grpcPort = FreePorts.next();

    /** Without what runs need. */
    SplitShape(Path folder) {
        this(folder, SERVICES, Map.of());
    }

    /**
     * With a worker and with what takes in its logs.
     *
     * @param worker environment of the worker
     */
    static SplitShape withWorker(Path folder, Map<String, String> worker) {
        Map<String, String> services = new LinkedHashMap<>(RUNS);
        services.putAll(SERVICES);
        return new SplitShape(folder, services, worker);
    }

    private SplitShape(Path folder, Map<String, String> services, Map<String, String> worker) {
        this.services = services;
        this.cluster = new Cluster(folder);
        this.keys = folder.resolve("keys");
        try {
            for (String service : services.keySet()) {
                GenerateKeys.make(keys, service);
                ports.put(service, FreePorts.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.postgres = KillablePostgres.start(cluster);
        this.kafka = KillableKafka.start(cluster);
        services.forEach((name, mainClass) -> {
            if (name.equals(APISERVER)) {
                start(service(name, mainClass).env(apiserver(folder)), grpcPort);
            } else {
                int port = ports.getOrDefault(name, 0);
                ChildCommand command = mesh(service(name, mainClass), port);
                start(command.env(own(name, folder, worker)), port);
            }
        });
    }

    private static Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        services.put("resource-store", "dev.joch.resourcestore.ResourceStoreServer");
        services.put("policy-engine", "dev.joch.policyengine.PolicyEngineServer");
        services.put("admission", "dev.joch.admission.AdmissionServer");
        services.put("compiler", "dev.joch.compiler.CompilerServer");
        services.put("agbom", "dev.joch.agbom.AgBomServer");
        services.put("scheduler", "dev.joch.scheduler.SchedulerServer");
        services.put(CONTROLLERS, "dev.joch.controllermanager.ControllerManagerServer");
        services.put(APISERVER, "dev.joch.apiserver.ApiServer");
        return services;
    }

    private static Map<String, String> runs() {
        Map<String, String> services = new LinkedHashMap<>();
        services.put(TRACE, "dev.joch.trace.TraceServer");
        services.put(WORKER, "dev.joch.worker.WorkerServer");
        return services;
    }

    /** What only this service is told. */
    private Map<String, String> own(String service, Path folder, Map<String, String> worker) {
        return switch (service) {
            case CONTROLLERS -> Programs.metrics(metrics);
            case TRACE ->
                    Map.of("JOCH_TRACE_OTLP_GRPC_PORT", "0", "JOCH_TRACE_OTLP_HTTP_PORT", "0");
            case WORKER -> {
                Map<String, String> all = new HashMap<>(worker);
                all.put("JOCH_WORKER_SCRATCH", folder.resolve(WORKER).toString());
                yield all;
            }
            default -> Map.of();
        };
    }

    private Map<String, String> apiserver(Path folder) {
        return Map.of(
                "JOCH_APISERVER_HOST", "127.0.0.1",
                "JOCH_APISERVER_PORT", "" + restPort,
                "JOCH_APISERVER_GRPC_PORT", "" + grpcPort,
                "JOCH_APISERVER_AUTH_LOCAL_ADMIN_TOKEN_FILE", tokenFile().toString(),
                "JOCH_APISERVER_AUDIT_CHECKPOINT_FILE", folder.resolve("audit.checkpoint") + "",
                "JOCH_APISERVER_AUDIT_CHECKPOINT_KEY_FILE", folder.resolve("audit.key") + "");
    }

    private void start(ChildCommand command, int port) {
        cluster.add(command, Ready.port(port), START_TIME).start();
    }

    private static ChildCommand mesh(ChildCommand service, int port) {
        return service.env("JOCH_MESH_HOST", "127.0.0.1").env("JOCH_MESH_PORT", "" + port);
    }

    private ChildCommand service(String name, String mainClass) {
        Map<String, String> environment = new HashMap<>();
        environment.put("JOCH_MESH_SPLIT", "true");
        environment.put("JOCH_MESH_IDENTITY_NAME", name);
        environment.put("JOCH_MESH_IDENTITY_KEY_FILE", keys.resolve(name + ".key").toString());
        environment.put("JOCH_MESH_IDENTITY_TRUST_FOLDER", keys.resolve("trust").toString());
        environment.put("JOCH_DATABASE_URL", postgres.url("postgres"));
        environment.put("JOCH_DATABASE_POOL_SIZE", "6");
        environment.put("JOCH_EVENTS_TRANSPORT", "kafka");
        environment.put("JOCH_EVENTS_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        ports.forEach((peer, port) ->
                environment.put(
                        "JOCH_MESH_PEERS_" + peer.toUpperCase(Locale.ROOT).replace('-', '_'),
                        "dns:///localhost:" + port));
        return Programs.service(name, mainClass).env(environment);
    }

    @Override
    public String name() {
        return "split";
    }

    @Override
    public String grpc() {
        return "127.0.0.1:" + grpcPort;
    }

    @Override
    public Path tokenFile() {
        return cluster.folder().resolve("admin.token");
    }

    @Override
    public List<Long> servers() {
        return cluster.members().stream()
                .filter(member -> services.containsKey(member.name()))
                .map(Member::process)
                .map(process -> process.pid())
                .toList();
    }

    @Override
    public long controllers() {
        return cluster.member(CONTROLLERS).process().pid();
    }

    /** The process that starts programs of agents. */
    long worker() {
        return cluster.member(WORKER).process().pid();
    }

    @Override
    public String controllerMetrics() {
        return Programs.metricsAddress(metrics);
    }

    @Override
    public long postgres() {
        return postgres.member().process().pid();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
