package dev.joch.bench;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.api.v1.AgBomServiceGrpc;
import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.resource.v1alpha1.AgBOMStatus;
import dev.joch.resource.v1alpha1.Resource;

import org.HdrHistogram.Histogram;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * From a change of anything that an agent depends on to the bill of materials that shows it: one
 * sort of record after the other, the nearest and the farthest, each change with a word of its own
 * that the bill is searched for.
 *
 * <p>The first bill is for the libraries, which load with it, and is reported apart.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, changes (100).
 */
public final class BillRefresh {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String AGENT = "reader";

    private final Api api;
    private final BlockingQueue<Long> generations = new ArrayBlockingQueue<>(1000);

    private BillRefresh(Api api) {
        this.api = api;
    }

    public static void main(String[] args) throws InterruptedException {
        int changes = args.length > 3 ? Integer.parseInt(args[3]) : 100;
        try (Api api = new Api(args[1], Path.of(args[2]), 2)) {
            new BillRefresh(api).run(args[0], changes);
        }
        System.exit(0);
    }

    private void run(String shape, int changes) throws InterruptedException {
        String from = revision();
        Thread.ofVirtual().start(() -> watch(from));
        List<String> documents = new ArrayList<>(FleetTexts.foundation());
        for (Ingredient ingredient : Ingredient.values()) {
            documents.add(ingredient.text(0));
        }
        documents.add(agent());
        long start = System.nanoTime();
        api.unary(0).applyResources(FleetTexts.request(documents));
        awaitBill(Ingredient.word(0));
        long first = System.nanoTime() - start;
        Histogram latency = Load.histogram();
        Map<String, Long> slowest = new TreeMap<>();
        for (int change = 1; change <= changes; change++) {
            Ingredient ingredient = Ingredient.values()[change % Ingredient.values().length];
            long begin = System.nanoTime();
            api.unary(0).applyResources(FleetTexts.request(List.of(ingredient.text(change))));
            awaitBill(Ingredient.word(change));
            long took = System.nanoTime() - begin;
            latency.recordValue(took);
            slowest.merge(ingredient.kind(), TimeUnit.NANOSECONDS.toMillis(took), Math::max);
        }
        new Report("bill-refresh")
                .put("shape", shape)
                .put("changes", changes)
                .put("firstMs", TimeUnit.NANOSECONDS.toMillis(first))
                .latency("latencyMs", latency)
                .put("slowestMs", slowest)
                .print();
    }

    /** Until the status tells of a generation that has this word in it. */
    private void awaitBill(String word) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Long seen = generations.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (seen == null) {
                throw new IllegalStateException("no bill with " + word + " in " + LONGEST);
            }
            if (bill(seen).contains(word)) {
                return;
            }
        }
    }

    private String bill(long generation) {
        return AgBomServiceGrpc.newBlockingStub(api.channel(1))
                .withCallCredentials(api.token())
                .withDeadlineAfter(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .getAgentBill(
                        GetAgentBillRequest.newBuilder()
                                .setNamespace(FleetTexts.NAMESPACE)
                                .setName(AGENT)
                                .setGeneration(generation)
                                .build())
                .getDocument()
                .toStringUtf8();
    }

    private String revision() {
        return String.valueOf(
                api.unary(1)
                        .listResources(
                                ListResourcesRequest.newBuilder()
                                        .setNamespace(FleetTexts.NAMESPACE)
                                        .setKind("AgBOM")
                                        .setPageSize(1)
                                        .build())
                        .getRevision());
    }

    private void watch(String from) {
        Iterator<WatchResourcesResponse> changes =
                api.streaming(1)
                        .watchResources(
                                WatchResourcesRequest.newBuilder()
                                        .setNamespace(FleetTexts.NAMESPACE)
                                        .setKind("AgBOM")
                                        .setResourceVersion(from)
                                        .build());
        while (changes.hasNext()) {
            Resource bill = changes.next().getObject();
            long generation = generation(bill);
            if (bill.getMetadata().getName().startsWith(AGENT) && generation > 0) {
                generations.add(generation);
            }
        }
    }

    private static long generation(Resource bill) {
        try {
            return bill.hasStatus()
                    ? bill.getStatus().unpack(AgBOMStatus.class).getGeneration()
                    : 0;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String agent() {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata: { name: %s, namespace: %s, labels: { owner: bench } }
        spec:
          framework: { adapterRef: { name: bench-bill }, entrypoint: ./agent.py }
          modelRoute: { routeRef: { name: bench-bill } }
          tools: [{ name: bench.bill }]
          mcpServers: [{ name: bench-bill }]
          memories: { working: { name: bench-bill } }
          ragRefs: [{ name: bench-bill }]
          policies: [{ name: bench-bill }]
        """
                .formatted(AGENT, FleetTexts.NAMESPACE);
    }
}
