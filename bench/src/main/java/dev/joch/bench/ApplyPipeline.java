package dev.joch.bench;

import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ResourceServiceGrpc.ResourceServiceBlockingStub;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The whole way of an apply, of a read and of a page, through the public face of a running server.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, clients (64), seconds
 * (10).
 */
public final class ApplyPipeline {

    private static final int CATALOGUE = 20_000;
    private static final int PAGE = 500;
    private static final Duration WARM_UP =
            Duration.ofSeconds(Integer.getInteger("bench.warmUp", 25));

    private ApplyPipeline() {}

    public static void main(String[] args) {
        int clients = args.length > 3 ? Integer.parseInt(args[3]) : 64;
        Duration length = Duration.ofSeconds(args.length > 4 ? Integer.parseInt(args[4]) : 10);
        try (Api api = new Api(args[1], Path.of(args[2]), 4)) {
            applies(api, args[0], clients, length);
            fill(api);
            reads(api, args[0], length);
        }
        System.exit(0);
    }

    private static void applies(Api api, String shape, int clients, Duration length) {
        // until the compiler is through with what it finds hot
        Load.closed(clients, WARM_UP, (client, round) -> apply(api, client, round));
        for (int i = 1; i <= 3; i++) {
            long offset = i * 10_000_000L;
            CpuTime servers = CpuTime.named("bench.servers");
            CpuTime postgres = CpuTime.named("bench.postgres");
            CpuTime load = CpuTime.ofThisProcess();
            Load.Measured applies =
                    Load.closed(
                            clients, length, (client, round) -> apply(api, client, offset + round));
            new Report("apply-pipeline")
                    .put("shape", shape)
                    .put("clients", clients)
                    .perSecond("appliesPerSecond", applies.calls(), applies.nanos())
                    .latency("latencyMs", applies.latency())
                    .put("serverCpuMicros", servers.microsPer(applies.calls()))
                    .put("postgresCpuMicros", postgres.microsPer(applies.calls()))
                    .put("loadCpuMicros", load.microsPer(applies.calls()))
                    .print();
        }
    }

    private static void apply(Api api, int client, long round) {
        api.unary(client)
                .applyResources(
                        ApplyResourcesRequest.newBuilder()
                                .addResources(
                                        Samples.resource(
                                                "bench", "r-" + client + "-" + round % 100, round))
                                .build());
    }

    /** A catalogue of its own, applied in batches. */
    private static void fill(Api api) {
        for (int from = 0; from < CATALOGUE; from += PAGE) {
            ApplyResourcesRequest.Builder batch = ApplyResourcesRequest.newBuilder();
            for (int i = from; i < from + PAGE; i++) {
                batch.addResources(Samples.resource("catalogue", "item-" + i, 0));
            }
            api.unary(0).applyResources(batch.build());
        }
    }

    private static void reads(Api api, String shape, Duration length) {
        Load.open(8, 500, Duration.ofSeconds(5), (client, round) -> get(api, client, round));
        Load.Measured gets = Load.open(8, 1000, length, (client, round) -> get(api, client, round));
        new Report("get")
                .put("shape", shape)
                .put("offeredPerSecond", 1000)
                .latency("latencyMs", gets.latency())
                .print();
        Load.closed(1, Duration.ofSeconds(3), (client, round) -> page(api.unary(client)));
        Load.Measured pages = Load.closed(1, length, (client, round) -> page(api.unary(client)));
        new Report("list-page")
                .put("shape", shape)
                .put("page", PAGE)
                .put("of", CATALOGUE)
                .latency("latencyMs", pages.latency())
                .print();
    }

    private static void get(Api api, int client, long round) {
        api.unary(client)
                .getResource(
                        GetResourceRequest.newBuilder()
                                .setNamespace("catalogue")
                                .setKind("KnowledgeSource")
                                .setName("item-" + (client * 7919L + round * 31) % CATALOGUE)
                                .build());
    }

    private static void page(ResourceServiceBlockingStub api) {
        int size =
                api.listResources(
                                ListResourcesRequest.newBuilder()
                                        .setNamespace("catalogue")
                                        .setKind("KnowledgeSource")
                                        .setPageSize(PAGE)
                                        .build())
                        .getResourcesCount();
        if (size != PAGE) {
            throw new IllegalStateException("a page of " + PAGE + " came with " + size);
        }
    }
}
