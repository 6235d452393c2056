package dev.joch.bench;

import dev.joch.service.identity.GenerateKeys;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.Cluster;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.cluster.KillablePostgres;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.cluster.Ready;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Three services in processes of their own on one Postgres, with keys and a mesh over TCP. */
final class SplitShape implements Shape {

    private static final Duration START_TIME = Duration.ofSeconds(90);
    private static final String STORE = "resource-store";
    private static final String ADMISSION = "admission";
    private static final String APISERVER = "apiserver";

    private final Cluster cluster;
    private final KillablePostgres postgres;
    private final Path keys;
    private final int storePort = FreePorts.next();
    private final int admissionPort = FreePorts.next();
    private final int restPort = FreePorts.next();
    private final int grpcPort = FreePorts.next();

    SplitShape(Path folder) {
        this.cluster = new Cluster(folder);
        this.keys = folder.resolve("keys");
        try {
            for (String service : List.of(STORE, ADMISSION, APISERVER)) {
                GenerateKeys.make(keys, service);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.postgres = KillablePostgres.start(cluster);
        start(
                mesh(service(STORE, "dev.joch.resourcestore.ResourceStoreServer"), storePort),
                storePort);
        start(
                mesh(service(ADMISSION, "dev.joch.admission.AdmissionServer"), admissionPort),
                admissionPort);
        start(
                service(APISERVER, "dev.joch.apiserver.ApiServer")
                        .env(
                                Map.of(
                                        "JOCH_APISERVER_HOST",
                                        "127.0.0.1",
                                        "JOCH_APISERVER_PORT",
                                        "" + restPort,
                                        "JOCH_APISERVER_GRPC_PORT",
                                        "" + grpcPort,
                                        "JOCH_APISERVER_AUTH_LOCAL_ADMIN_TOKEN_FILE",
                                        tokenFile().toString(),
                                        "JOCH_APISERVER_AUDIT_CHECKPOINT_FILE",
                                        folder.resolve("audit.checkpoint").toString(),
                                        "JOCH_APISERVER_AUDIT_CHECKPOINT_KEY_FILE",
                                        folder.resolve("audit.key").toString())),
                grpcPort);
    }

    private void start(ChildCommand command, int port) {
        cluster.add(command, Ready.port(port), START_TIME).start();
    }

    private static ChildCommand mesh(ChildCommand service, int port) {
        return service.env("JOCH_MESH_HOST", "127.0.0.1").env("JOCH_MESH_PORT", "" + port);
    }

    private ChildCommand service(String name, String mainClass) {
        return Programs.service(name, mainClass)
                .env(
                        Map.of(
                                "JOCH_MESH_SPLIT",
                                "true",
                                "JOCH_MESH_IDENTITY_NAME",
                                name,
                                "JOCH_MESH_IDENTITY_KEY_FILE",
                                keys.resolve(name + ".key").toString(),
                                "JOCH_MESH_IDENTITY_TRUST_FOLDER",
                                keys.resolve("trust").toString(),
                                "JOCH_MESH_PEERS_RESOURCE_STORE",
                                "dns:///localhost:" + storePort,
                                "JOCH_MESH_PEERS_ADMISSION",
                                "dns:///localhost:" + admissionPort,
                                "JOCH_DATABASE_URL",
                                postgres.url("postgres")));
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
                .filter(member -> !member.name().equals(postgres.member().name()))
                .map(Member::process)
                .map(process -> process.pid())
                .toList();
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
