package dev.joch.resourcestore.bench;

import com.google.protobuf.Timestamp;

import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.Requests;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.watch.WatchConfig;
import dev.joch.resourcestore.watch.WatchResources;
import dev.joch.resourcestore.watch.WatchSink;
import dev.joch.resourcestore.watch.Window;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.postgres.TestPostgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Get, pages, watch delay and the window's memory on Postgres, each as one line. */
public final class ReadsAndWatches {

    private static final int RESOURCES = 20_000;

    private ReadsAndWatches() {}

    public static void main(String[] args) {
        try (Desk desk = new Desk(Stores.postgres(TestPostgres.server().newDatabase()))) {
            long before = heap();
            fill(desk);
            System.out.printf(
                    "{\"bench\":\"window\",\"changes\":%d,\"bytesPerResource\":%d}%n",
                    desk.window.size(), (heap() - before) / desk.window.size());
            for (int round = 0; round < 2; round++) {
                gets(desk);
                pages(desk);
            }
            watches(desk);
        }
        System.exit(0);
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void fill(Desk desk) {
        List<Mutation> batch = new ArrayList<>();
        for (int i = 0; i < RESOURCES; i++) {
            batch.add(Requests.put(Requests.in(agent(i, "v"), "ns-" + i % 1000)));
            if (batch.size() == 500) {
                desk.write(batch.toArray(Mutation[]::new));
                batch.clear();
            }
        }
    }

    private static dev.joch.resource.v1alpha1.Resource agent(int i, String spec) {
        return Requests.labelled(
                Requests.agent("agent-%05d".formatted(i), spec + "x".repeat(700)), "app", "a" + i);
    }

    private static void gets(Desk desk) {
        long[] nanos = new long[5_000];
        for (int i = 0; i < nanos.length; i++) {
            int n = i * 7 % RESOURCES;
            long start = System.nanoTime();
            desk.get(
                    Requests.agentKey("agent-%05d".formatted(n)).toBuilder()
                            .setNamespace("ns-" + n % 1000)
                            .build());
            nanos[i] = System.nanoTime() - start;
        }
        report("get", nanos);
    }

    private static void pages(Desk desk) {
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            String token = "";
            do {
                long start = System.nanoTime();
                var page = desk.page(Requests.all(), 500, token);
                nanos.add(System.nanoTime() - start);
                token = page.getNextPageToken();
            } while (!token.isEmpty());
        }
        report("page-of-500-of-20000", nanos.stream().mapToLong(Long::longValue).toArray());
    }

    /** A thousand watchers, one namespace each; 500 writes a second for ten seconds. */
    private static void watches(Desk desk) {
        ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();
        Window window = desk.window;
        WatchResources watches =
                new WatchResources(
                        desk.store,
                        window,
                        new WatchConfig(
                                2_000, 4_096, Duration.ofSeconds(5), Duration.ofSeconds(30)));
        long from = desk.store.bounds().revision();
        for (int i = 0; i < 1000; i++) {
            watches.watch(
                    WatchRequest.newBuilder()
                            .setFilter(Requests.all().toBuilder().addNamespaces("ns-" + i))
                            .setFromRevision(from)
                            .build(),
                    new DelaySink(delays));
        }
        long next = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            next += 2_000_000;
            LockSupport.parkNanos(next - System.nanoTime());
            desk.put(Requests.in(agent(i, "w"), "ns-" + i % 1000));
        }
        long[] nanos = delays.stream().mapToLong(Long::longValue).toArray();
        report("watch-delay-1000-watchers-500-writes", nanos);
        watches.close();
    }

    /** From the time of decision, which is before the commit. */
    private record DelaySink(ConcurrentLinkedQueue<Long> delays) implements WatchSink {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public void send(WatchResponse response) {
            if (response.hasResource()) {
                Timestamp time = response.getCommittedAt();
                Instant committed = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
                delays.add(Duration.between(committed, Instant.now()).toNanos());
            }
        }

        @Override
        public void fail(ProblemException reason) {
            // they all end when the process does
        }
    }

    private static void report(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "{\"bench\":\"%s\",\"n\":%d,\"p50Micros\":%d,\"p99Micros\":%d,\"maxMicros\":%d}%n",
                what,
                nanos.length,
                nanos[nanos.length / 2] / 1000,
                nanos[nanos.length * 99 / 100] / 1000,
                nanos[nanos.length - 1] / 1000);
    }
}
