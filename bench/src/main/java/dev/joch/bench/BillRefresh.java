package dev.joch.bench;

import com.google.protobuf.InvalidProtocolBufferException;

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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * From a change of a source of knowledge to the bill of materials that shows it: the longest way
 * that a change goes, over a retrieval source to the agent's bill and into the status of the AgBOM.
 *
 * <p>One change after the other, each waits for its bill. The first is for the libraries, which
 * load with the first bill, and is reported apart.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, changes (100).
 */
public final class BillRefresh {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final List<String> CLASSES =
            List.of("public", "internal", "customer-tier", "pii", "regulated");

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
        documents.add(source(0));
        documents.add(index());
        documents.add(agent());
        long start = System.nanoTime();
        api.unary(0).applyResources(FleetTexts.request(documents));
        long newest = after(0);
        long first = System.nanoTime() - start;
        Histogram latency = Load.histogram();
        for (int change = 1; change <= changes; change++) {
            long begin = System.nanoTime();
            api.unary(0).applyResources(FleetTexts.request(List.of(source(change))));
            newest = after(newest);
            latency.recordValue(System.nanoTime() - begin);
        }
        new Report("bill-refresh")
                .put("shape", shape)
                .put("changes", changes)
                .put("generation", newest)
                .put("firstMs", TimeUnit.NANOSECONDS.toMillis(first))
                .latency("latencyMs", latency)
                .print();
    }

    /** The next generation behind that one. */
    private long after(long known) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Long seen = generations.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (seen == null) {
                throw new IllegalStateException("no bill behind " + known + " in " + LONGEST);
            }
            if (seen > known) {
                return seen;
            }
        }
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
            if (bill.getMetadata().getName().startsWith("reader") && generation > 0) {
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

    private static String source(int change) {
        return """
        apiVersion: memory.joch.dev/v1alpha1
        kind: KnowledgeSource
        metadata: { name: bench-docs, namespace: %s }
        spec:
          type: web
          source: { url: "https://docs.example.com/" }
          classification: { sensitivity: %s }
        """
                .formatted(FleetTexts.NAMESPACE, CLASSES.get(change % CLASSES.size()));
    }

    private static String index() {
        return """
        apiVersion: memory.joch.dev/v1alpha1
        kind: RAG
        metadata: { name: bench-docs, namespace: %s }
        spec:
          sources: [{ kind: KnowledgeSource, name: bench-docs }]
          vectorStore: { type: pgvector }
        """
                .formatted(FleetTexts.NAMESPACE);
    }

    private static String agent() {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata: { name: reader, namespace: %s, labels: { owner: bench } }
        spec:
          framework: { adapterRef: { name: bench-agents }, entrypoint: ./agent.py }
          modelRoute: { routeRef: { name: bench } }
          tools: [{ name: bench.0 }]
          ragRefs: [{ name: bench-docs }]
        """
                .formatted(FleetTexts.NAMESPACE);
    }
}
