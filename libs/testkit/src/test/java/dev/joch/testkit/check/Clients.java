package dev.joch.testkit.check;

import dev.joch.testkit.check.MemoryRegisters.Result;
import dev.joch.testkit.check.MemoryRegisters.Stored;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryRecorder;
import dev.joch.testkit.history.HistoryRecorder.Call;
import dev.joch.testkit.history.Seed;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Many clients on few keys. */
final class Clients {

    private static final int KEYS = 3;

    private Clients() {}

    static History run(MemoryRegisters store, long seed, int clients, int operations) {
        HistoryRecorder recorder = new HistoryRecorder();
        CountDownLatch together = new CountDownLatch(clients);
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                String client = "c" + i;
                Random random = new Seed(seed).random(client);
                threads.execute(() -> {
                    await(together);
                    work(store, recorder, client, random, operations / clients);
                });
            }
        }
        return recorder.history();
    }

    private static void await(CountDownLatch together) {
        together.countDown();
        try {
            together.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void work(
            MemoryRegisters store,
            HistoryRecorder recorder,
            String client,
            Random random,
            int operations) {
        for (int i = 0; i < operations; i++) {
            String key = "k" + random.nextInt(KEYS);
            String value = client + "." + i;
            int choice = random.nextInt(20);
            if (choice < 8) {
                readAndUpdate(store, recorder, client, key, value, random.nextInt(5) == 0);
            } else if (choice < 11) {
                Call call = recorder.invoke(client, "create", key, Map.of("value", value));
                end(call, store.create(key, value), false);
            } else if (choice < 13) {
                Call call = recorder.invoke(client, "put", key, Map.of("value", value));
                end(call, store.put(key, value), random.nextInt(5) == 0);
            } else if (choice < 14) {
                Call call = recorder.invoke(client, "delete", key, Map.of());
                end(call, store.delete(key), false);
            } else {
                read(store, recorder, client, key);
            }
        }
    }

    private static void readAndUpdate(
            MemoryRegisters store,
            HistoryRecorder recorder,
            String client,
            String key,
            String value,
            boolean forget) {
        Stored stored = read(store, recorder, client, key);
        if (stored != null) {
            // long enough for another client to come in between
            LockSupport.parkNanos(20_000);
            Call call =
                    recorder.invoke(
                            client,
                            "update",
                            key,
                            Map.of("value", value, "version", "" + stored.version()));
            end(call, store.update(key, value, stored.version()), forget);
        }
    }

    private static @Nullable Stored read(
            MemoryRegisters store, HistoryRecorder recorder, String client, String key) {
        Call call = recorder.invoke(client, "read", key, Map.of());
        Stored stored = store.read(key);
        call.ok(
                stored == null
                        ? Map.of()
                        : Map.of("value", stored.value(), "version", "" + stored.version()));
        return stored;
    }

    /** Sometimes the client is not told: the answer is unknown although something happened. */
    private static void end(Call call, Result result, boolean forget) {
        Stored stored = result.stored();
        if (forget) {
            call.unknown("not told");
        } else if (!result.reason().isEmpty()) {
            call.refused(result.reason());
        } else {
            call.ok(stored == null ? Map.of() : Map.of("version", "" + stored.version()));
        }
    }
}
