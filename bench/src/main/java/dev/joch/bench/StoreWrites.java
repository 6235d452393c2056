package dev.joch.bench;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Single-resource writes of the store alone, with etcd's puts of the same size beside them, in
 * turns within one run.
 *
 * <p>Arguments: writers (64), seconds per round (10), rounds (3), {@code alone} to leave etcd out.
 */
public final class StoreWrites {

    private StoreWrites() {}

    public static void main(String[] args) {
        int writers = args.length > 0 ? Integer.parseInt(args[0]) : 64;
        Duration length = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 10);
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        boolean alone = args.length > 3 && args[3].equals("alone");
        String database = TestPostgres.server().newDatabase();
        try (JochProcess process =
                JochProcess.start(
                        List.of("resource-store", "admission", "apiserver"),
                        List.<Path>of(),
                        keys(database))) {
            CpuTime java = CpuTime.ofThisProcess();
            CpuTime postgres = new CpuTime(List.of(CpuTime.postgres(database)));
            ResourceStoreServiceBlockingStub store =
                    ResourceStoreServiceGrpc.newBlockingStub(
                            process.bean(MeshChannels.class).to("resource-store"));
            Load.closed(
                    writers,
                    Duration.ofSeconds(20),
                    (client, round) -> write(store, client, round));
            for (int i = 0; i < rounds; i++) {
                long offset = (i + 1L) * 10_000_000L;
                java.restart();
                postgres.restart();
                Load.Measured joch =
                        Load.closed(
                                writers,
                                length,
                                (client, round) -> write(store, client, offset + round));
                Report report =
                        new Report("store-writes")
                                .put("writers", writers)
                                .perSecond("writesPerSecond", joch.calls(), joch.nanos())
                                .latency("latencyMs", joch.latency())
                                .put("javaCpuMicros", java.microsPer(joch.calls()))
                                .put("postgresCpuMicros", postgres.microsPer(joch.calls()));
                if (!alone) {
                    etcd(writers, length, report);
                }
                report.print();
            }
        }
        System.exit(0);
    }

    /** The others are on the class path and start too; nobody calls them. */
    static Map<String, Object> keys(String database) {
        return Map.of(
                "joch.database.url",
                database,
                "joch.apiserver.audit.store",
                "memory",
                "joch.apiserver.host",
                "127.0.0.1",
                "joch.apiserver.port",
                0,
                "joch.apiserver.grpc-port",
                0);
    }

    private static void write(ResourceStoreServiceBlockingStub store, int client, long round) {
        // a hundred names per client: updates as well as creations
        Resource resource = Samples.resource("bench", "r-" + client + "-" + round % 100, round);
        store.write(
                WriteRequest.newBuilder()
                        .setTenant("default")
                        .addMutations(
                                Mutation.newBuilder()
                                        .setPut(Put.newBuilder().setResource(resource)))
                        .build());
    }

    private static void etcd(int writers, Duration length, Report report) {
        Optional<Etcd> started = Etcd.start();
        if (started.isEmpty()) {
            report.put("etcd", "not on the path");
            return;
        }
        try (Etcd etcd = started.get()) {
            Load.closed(
                    writers, Duration.ofSeconds(2), (client, round) -> put(etcd, client, round));
            Load.Measured puts =
                    Load.closed(writers, length, (client, round) -> put(etcd, client, round));
            report.perSecond("etcdPutsPerSecond", puts.calls(), puts.nanos())
                    .latency("etcdLatencyMs", puts.latency());
        }
    }

    private static void put(Etcd etcd, int client, long round) {
        etcd.put(
                "/bench/r-" + client + "-" + round % 100,
                Samples.resource("bench", "r", round).toByteArray());
    }
}
