package dev.joch.bench;

import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.resource.v1alpha1.Resource;

import org.HdrHistogram.Histogram;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From an apply to the status that speaks of it, and how long a change of a policy that all agents
 * share takes to be in all their manifests.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, agents (10000),
 * seconds (10).
 */
public final class ControlLoop {

    private static final double PER_SECOND = 20;

    private final Api api;
    private final String shape;
    private final int agents;
    private final Fleet fleet;

    private ControlLoop(Api api, String shape, int agents) {
        this.api = api;
        this.shape = shape;
        this.agents = agents;
        this.fleet = new Fleet(api, shape, agents);
    }

    public static void main(String[] args) throws InterruptedException {
        int agents = args.length > 3 ? Integer.parseInt(args[3]) : 10_000;
        Duration length = Duration.ofSeconds(args.length > 4 ? Integer.parseInt(args[4]) : 10);
        try (Api api = new Api(args[1], Path.of(args[2]), 2)) {
            ControlLoop loop = new ControlLoop(api, args[0], agents);
            loop.fleet.fill();
            loop.single(length);
            for (int round = 1; round <= 3; round++) {
                loop.sharedPolicy(round);
            }
        }
        System.exit(0);
    }

    /** One agent after the other is changed; the watch tells when its status has seen it. */
    private void single(Duration length) throws InterruptedException {
        Map<String, Long> begun = new ConcurrentHashMap<>();
        Histogram latency = Load.histogram();
        CountDownLatch watching = new CountDownLatch(1);
        Thread watch = Thread.ofVirtual().start(() -> watch(begun, latency, watching));
        watching.await();
        long rounds = (long) (length.toSeconds() * PER_SECOND);
        Load.open(
                1,
                PER_SECOND,
                length,
                (client, round) -> {
                    int agent = (int) (round * 7919 % agents);
                    begun.put(FleetTexts.name(agent), System.nanoTime());
                    api.unary(0)
                            .applyResources(
                                    FleetTexts.request(
                                            List.of(FleetTexts.agent(agent, round + 1))));
                });
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!begun.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        watch.interrupt();
        new Report("apply-to-status")
                .put("shape", shape)
                .put("offeredPerSecond", PER_SECOND)
                .put("changes", rounds)
                .put("unanswered", begun.size())
                .latency("latencyMs", latency)
                .print();
    }

    private void watch(Map<String, Long> begun, Histogram latency, CountDownLatch watching) {
        String from =
                String.valueOf(
                        api.unary(1)
                                .listResources(
                                        ListResourcesRequest.newBuilder()
                                                .setNamespace(FleetTexts.NAMESPACE)
                                                .setKind("Agent")
                                                .setPageSize(1)
                                                .build())
                                .getRevision());
        Iterator<WatchResourcesResponse> changes =
                api.streaming(1)
                        .watchResources(
                                WatchResourcesRequest.newBuilder()
                                        .setNamespace(FleetTexts.NAMESPACE)
                                        .setKind("Agent")
                                        .setResourceVersion(from)
                                        .build());
        watching.countDown();
        while (changes.hasNext()) {
            Resource agent = changes.next().getObject();
            Long start = begun.get(agent.getMetadata().getName());
            if (start != null && Fleet.observed(agent) == agent.getMetadata().getGeneration()) {
                latency.recordValue(System.nanoTime() - start);
                begun.remove(agent.getMetadata().getName());
            }
        }
    }

    private void sharedPolicy(int version) {
        CpuTime servers = CpuTime.named("bench.servers");
        CpuTime postgres = CpuTime.named("bench.postgres");
        long nanos = fleet.changePolicy(version);
        new Report("shared-policy-change")
                .put("shape", shape)
                .put("agents", agents)
                .put("seconds", Fleet.seconds(nanos))
                .perSecond("compilesPerSecond", agents, nanos)
                .put("serverCpuMicros", servers.microsPer(agents))
                .put("postgresCpuMicros", postgres.microsPer(agents))
                .print();
    }
}
