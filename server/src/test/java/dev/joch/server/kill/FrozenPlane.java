package dev.joch.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.apiserver.http.HttpServer;
import dev.joch.server.split.ServicePrograms;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.id.Ids;
import dev.joch.service.identity.GenerateKeys;
import dev.joch.service.identity.IdentityConfig;
import dev.joch.service.identity.KeyMeshGuard;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshServer;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;

import io.grpc.Channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All services in this JVM but the worker, which is there in processes of its own: they come in by
 * doors that those services have here, as they would over a network, with keys of their own.
 */
final class FrozenPlane implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String SCHEDULER = "scheduler";
    private static final String TRACE = "trace";
    private static final String WORKER = "worker";
    private static final Duration START_TIME = Duration.ofMinutes(2);
    private static final int HEAP = 96;
    private static final int KILLED = 137;

    private static final List<String> SERVICES =
            List.of(
                    "resource-store",
                    "policy-engine",
                    "admission",
                    "compiler",
                    "agbom",
                    SCHEDULER,
                    TRACE,
                    "controller-manager",
                    "apiserver");

    private final Path folder;
    private final JochProcess process;
    private final Map<String, MeshServer> doors = new HashMap<>();
    private final Cluster cluster;
    private final List<Member> workers = new ArrayList<>();

    /**
     * @param lease how long a worker has a run without being heard of
     * @param room runs that one worker may have
     */
    FrozenPlane(Path folder, String jdbc, Duration lease, int workers, int room)
            throws IOException {
        this.folder = folder;
        for (String name : List.of(SCHEDULER, TRACE, WORKER)) {
            GenerateKeys.make(folder.resolve("keys"), name);
        }
        this.process = JochProcess.start(SERVICES, List.of(), settings(jdbc, lease));
        this.cluster = new Cluster(folder);
        for (String service : List.of(SCHEDULER, TRACE)) {
            doors.put(service, door(service));
        }
        for (int i = 1; i <= workers; i++) {
            this.workers.add(worker(name(i), room));
        }
    }

    void startWorkers() {
        workers.forEach(worker -> worker.launch(Map.of()));
        workers.forEach(Member::awaitReady);
    }

    /** Workers of which each ends at one of these places, all at once. */
    void startDoomed(List<Failpoint> places) {
        List<Member> doomed = new ArrayList<>();
        for (Failpoint place : places) {
            Member worker = worker("doomed-at-" + place, 2);
            doomed.add(worker.launch(Map.of("JOCH_FAILPOINTS", place + "=halt")));
        }
        for (Member worker : doomed) {
            assertThat(worker.process().awaitEnd(START_TIME)).as(worker.name()).isEqualTo(KILLED);
        }
    }

    private Map<String, Object> settings(String jdbc, Duration lease) {
        Map<String, Object> keys = new HashMap<>();
        keys.put("joch.database.url", jdbc);
        keys.put("joch.database.pool-size", 6);
        keys.put("joch.admission.policy-engine.enabled", true);
        keys.put("joch.scheduler.lease.time", lease.toMillis() + "ms");
        keys.put("joch.scheduler.sweep.every", "100ms");
        keys.put("joch.trace.otlp.host", HOST);
        keys.put("joch.trace.otlp.grpc-port", 0);
        keys.put("joch.trace.otlp.http-port", 0);
        keys.put("joch.apiserver.host", HOST);
        keys.put("joch.apiserver.port", 0);
        keys.put("joch.apiserver.grpc-port", 0);
        keys.put("joch.apiserver.auth.local-admin.token-file", tokenFile().toString());
        return keys;
    }

    private MeshServer door(String service) {
        MeshConfig config =
                new MeshConfig(
                        true,
                        HOST,
                        FreePorts.next(),
                        Map.of(),
                        MeshConfig.DEFAULT_MAX_MESSAGE_BYTES);
        List<MeshEndpoint> endpoints =
                process.beans(MeshEndpoint.class).stream()
                        .filter(endpoint -> endpoint.owner().equals(service))
                        .toList();
        InstantSource clock = InstantSource.system();
        MeshServer door =
                new MeshServer(
                        "door to " + service,
                        config,
                        endpoints,
                        new KeyMeshGuard(
                                new IdentityConfig(
                                        service,
                                        folder.resolve("keys").resolve(service + ".key"),
                                        folder.resolve("keys").resolve("trust")),
                                new Ids(clock),
                                clock));
        door.start();
        return door;
    }

    private Member worker(String name, int room) {
        int port = FreePorts.next();
        Map<String, String> environment = new HashMap<>();
        environment.put("JOCH_MESH_SPLIT", "true");
        environment.put("JOCH_MESH_HOST", HOST);
        environment.put("JOCH_MESH_PORT", "" + port);
        environment.put("JOCH_MESH_IDENTITY_NAME", WORKER);
        environment.put(
                "JOCH_MESH_IDENTITY_KEY_FILE", folder.resolve("keys").resolve("worker.key") + "");
        environment.put(
                "JOCH_MESH_IDENTITY_TRUST_FOLDER", folder.resolve("keys").resolve("trust") + "");
        doors.forEach((service, door) ->
                environment.put(
                        "JOCH_MESH_PEERS_" + service.toUpperCase(Locale.ROOT),
                        "dns:///" + HOST + ":" + door.port()));
        environment.put("JOCH_WORKER_NAME", name);
        environment.put("JOCH_WORKER_CONCURRENCY", "" + room);
        environment.put("JOCH_WORKER_SCRATCH", folder.resolve("scratch") + "");
        environment.put("JOCH_WORKER_CODE", code() + "");
        return cluster.add(named(name, environment), Ready.port(port), START_TIME);
    }

    private static ChildCommand named(String name, Map<String, String> environment) {
        ChildCommand command = ServicePrograms.java(WORKER, HEAP);
        return new ChildCommand(name, command.program(), command.arguments(), command.environment())
                .env(environment);
    }

    /** By which the scheduler knows it. */
    static String name(int number) {
        return "worker-" + number;
    }

    /** The worker of that name. */
    Member worker(String name) {
        return cluster.member(name);
    }

    int workers() {
        return workers.size();
    }

    /** Where workers look for the code of agents. */
    Path code() {
        return folder.resolve("code");
    }

    private Path tokenFile() {
        return folder.resolve("admin.token");
    }

    String token() throws IOException {
        return Files.readString(tokenFile()).strip();
    }

    String rest() {
        return "http://" + HOST + ":" + process.bean(HttpServer.class).port();
    }

    /** As the services of this JVM call each other. */
    Channel scheduler() {
        return process.bean(MeshChannels.class).to(SCHEDULER);
    }

    <T> T bean(Class<T> type) {
        return process.bean(type);
    }

    @Override
    public void close() {
        cluster.close();
        doors.values().forEach(MeshServer::close);
        process.close();
    }
}
