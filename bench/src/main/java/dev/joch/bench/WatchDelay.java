package dev.joch.bench;

import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.ResourceServiceGrpc;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;

import io.grpc.stub.StreamObserver;

import org.HdrHistogram.ConcurrentHistogram;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From an apply to its watchers, with many watchers and a steady write load.
 *
 * <p>Each watcher follows one namespace, as controllers and consoles do. {@code fromSend} counts
 * from the moment the apply was sent, so it holds the whole write; {@code fromAnswer} counts from
 * the answer to the writer, the earliest sign of the commit outside.
 *
 * <p>Arguments: shape, host:port of gRPC, token file, watchers (1000), writes per second (500),
 * seconds (15), namespaces (1000).
 */
public final class WatchDelay {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final ConcurrentHistogram fromSend = new ConcurrentHistogram(LONGEST, 3);
    private final ConcurrentHistogram fromAnswer = new ConcurrentHistogram(LONGEST, 3);
    private final Map<String, Long> sent = new ConcurrentHashMap<>();

    /** Of the answer to the writer and the event at the watcher, the one that came first. */
    private final Map<String, Long> first = new ConcurrentHashMap<>();

    private final AtomicLong events = new AtomicLong();

    private WatchDelay() {}

    public static void main(String[] args) throws InterruptedException {
        int watchers = args.length > 3 ? Integer.parseInt(args[3]) : 1000;
        int rate = args.length > 4 ? Integer.parseInt(args[4]) : 500;
        int seconds = args.length > 5 ? Integer.parseInt(args[5]) : 15;
        int namespaces = args.length > 6 ? Integer.parseInt(args[6]) : 1000;
        WatchDelay bench = new WatchDelay();
        try (Api api = new Api(args[1], Path.of(args[2]), 8)) {
            bench.watch(api, watchers, namespaces);
            bench.write(api, "warm-", rate, Duration.ofSeconds(5), namespaces);
            bench.fromSend.reset();
            bench.fromAnswer.reset();
            bench.events.set(0);
            bench.write(api, "run-", rate, Duration.ofSeconds(seconds), namespaces);
            new Report("watch-delay")
                    .put("shape", args[0])
                    .put("watchers", watchers)
                    .put("namespaces", namespaces)
                    .put("writesPerSecond", rate)
                    .put("events", bench.events.get())
                    .latency("fromSendMs", bench.fromSend)
                    .latency("fromAnswerMs", bench.fromAnswer)
                    .print();
        }
        System.exit(0);
    }

    private void watch(Api api, int watchers, int namespaces) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(watchers);
        for (int i = 0; i < watchers; i++) {
            ResourceServiceGrpc.newStub(api.channel(i))
                    .withCallCredentials(api.token())
                    .watchResources(
                            WatchResourcesRequest.newBuilder()
                                    .setKind("KnowledgeSource")
                                    .setNamespace("watched-" + i % namespaces)
                                    .build(),
                            new Watcher(ready));
        }
        if (!ready.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(ready.getCount() + " watchers did not start");
        }
    }

    private void write(Api api, String prefix, int rate, Duration length, int namespaces) {
        Load.open(
                16,
                rate,
                length,
                (client, round) -> {
                    String name = prefix + client + "-" + round;
                    String namespace = "watched-" + (client * 61L + round * 17) % namespaces;
                    sent.put(name, System.nanoTime());
                    api.unary(client)
                            .applyResources(
                                    ApplyResourcesRequest.newBuilder()
                                            .addResources(Samples.resource(namespace, name, round))
                                            .build());
                    // an event that overtook the answer waited for nothing
                    if (first.putIfAbsent(name, System.nanoTime()) != null) {
                        fromAnswer.recordValue(0);
                    }
                });
    }

    private final class Watcher implements StreamObserver<WatchResourcesResponse> {
        private final CountDownLatch ready;

        Watcher(CountDownLatch ready) {
            this.ready = ready;
        }

        @Override
        public void onNext(WatchResourcesResponse event) {
            if (event.getInitialEnd()) {
                ready.countDown();
                return;
            }
            String name = event.getObject().getMetadata().getName();
            Long begin = sent.get(name);
            if (begin != null) {
                long now = System.nanoTime();
                fromSend.recordValue(Math.min(LONGEST, now - begin));
                Long answered = first.putIfAbsent(name, now);
                if (answered != null) {
                    fromAnswer.recordValue(Math.min(LONGEST, now - answered));
                }
                events.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable failure) {
            System.err.println("watch ended: " + failure);
        }

        @Override
        public void onCompleted() {
            System.err.println("watch ended");
        }
    }
}
