package dev.joch.bench;

import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.watch.Window;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Heap that the window of recent changes holds for each resource: what is left of it after a
 * collection, with the window full and with the window empty, in one process.
 *
 * <p>Two figures: changes that created a resource, and changes of one that was there before, which
 * hold what they replaced too.
 */
public final class WindowMemory {

    private static final int RESOURCES = 10_000;
    private static final int BATCH = 500;

    private WindowMemory() {}

    public static void main(String[] args) {
        String database = TestPostgres.server().newDatabase();
        try (JochProcess process =
                JochProcess.start(
                        List.of("resource-store", "admission", "apiserver"),
                        List.<Path>of(),
                        keys(database))) {
            ResourceStoreServiceBlockingStub store =
                    ResourceStoreServiceGrpc.newBlockingStub(
                            process.bean(MeshChannels.class).to("resource-store"));
            Window window = process.bean(Window.class);
            // classes, pools and buffers of a process in use
            write(store, "warm", 0);
            write(store, "warm", 1);
            long before = used();
            int held = window.size();
            write(store, "measured", 0);
            long created = used();
            int afterCreation = window.size();
            write(store, "measured", 1);
            long changed = used();
            new Report("window-memory")
                    .put(
                            "resourceBytes",
                            Samples.resource("measured", "item", 0).getSerializedSize())
                    .put("created", afterCreation - held)
                    .put("bytesPerCreated", (created - before) / (afterCreation - held))
                    .put("changed", window.size() - afterCreation)
                    .put("bytesPerChanged", (changed - created) / (window.size() - afterCreation))
                    .print();
            Reference.reachabilityFence(window);
        }
        System.exit(0);
    }

    /** A window that lets nothing go while we measure. */
    private static Map<String, Object> keys(String database) {
        Map<String, Object> keys = new HashMap<>(StoreWrites.keys(database));
        keys.put("joch.resource-store.window.changes", 1_000_000);
        keys.put("joch.resource-store.window.megabytes", 1_000);
        return keys;
    }

    private static void write(ResourceStoreServiceBlockingStub store, String namespace, int round) {
        for (int from = 0; from < RESOURCES; from += BATCH) {
            WriteRequest.Builder batch = WriteRequest.newBuilder().setTenant("default");
            for (int i = from; i < from + BATCH; i++) {
                batch.addMutations(
                        Mutation.newBuilder()
                                .setPut(
                                        Put.newBuilder()
                                                .setResource(
                                                        Samples.resource(
                                                                namespace, "item-" + i, round))));
            }
            store.write(batch.build());
        }
    }

    /** Heap in use after collections. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
