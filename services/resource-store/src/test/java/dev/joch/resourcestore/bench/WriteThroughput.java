package dev.joch.resourcestore.bench;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.Requests;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.watch.Window;
import dev.joch.resourcestore.write.ApplyResources;
import dev.joch.testkit.postgres.TestPostgres;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes per second of the store alone: {@code WriteThroughput <backend> <writers> <seconds> <spec
 * bytes> <keys>}. Each writer puts one resource per request and waits for its commit.
 */
public final class WriteThroughput {

    private WriteThroughput() {}

    public static void main(String[] args) throws Exception {
        String backend = args.length > 0 ? args[0] : "postgres";
        int writers = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        int size = args.length > 3 ? Integer.parseInt(args[3]) : 512;
        int keys = args.length > 4 ? Integer.parseInt(args[4]) : 20_000;
        try (ResourceStore store = open(backend)) {
            Window window = new Window(20_000, 64L * 1024 * 1024);
            try (ApplyResources apply = new ApplyResources(store, window, 4096, 256, 65_536)) {
                for (int round = 0; round < 3; round++) {
                    run(apply, backend, writers, seconds, size, keys);
                }
            }
        }
        System.exit(0);
    }

    private static ResourceStore open(String backend) throws Exception {
        return switch (backend) {
            case "memory" -> Stores.memory();
            case "sqlite" -> Stores.sqlite(Files.createTempDirectory("joch").resolve("joch.db"));
            default -> {
                if (backend.startsWith("jdbc:")) {
                    yield Stores.postgres(backend);
                }
                yield Stores.postgres(TestPostgres.server().newDatabase());
            }
        };
    }

    private static void run(
            ApplyResources apply, String backend, int writers, int seconds, int size, int keys)
            throws InterruptedException {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int writer = w;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                byte[] spec = new byte[size];
                                for (int i = 0; System.nanoTime() < end; i++) {
                                    spec[0] = (byte) i;
                                    spec[1] = (byte) (i >> 8);
                                    spec[2] = (byte) (i >> 16);
                                    int key = (i * writers + writer) % keys;
                                    Resource agent = agent(key, spec);
                                    apply.write(
                                            Requests.write(Requests.put(agent)),
                                            Duration.ofSeconds(10));
                                    done.increment();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "{\"bench\":\"store-writes\",\"backend\":\"%s\",\"writers\":%d,\"specBytes\":%d,\"writesPerSecond\":%d}%n",
                backend.startsWith("jdbc:") ? "postgres" : backend,
                writers,
                size,
                done.sum() / seconds);
    }

    private static Resource agent(int key, byte[] spec) {
        return Requests.agent("agent-" + key, "x").toBuilder()
                .setSpec(
                        Any.newBuilder()
                                .setTypeUrl("type.googleapis.com/test")
                                .setValue(ByteString.copyFrom(spec)))
                .build();
    }
}
