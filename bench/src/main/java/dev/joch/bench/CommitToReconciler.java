package dev.joch.bench;

import dev.joch.api.v1.ApplyResourcesRequest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;

/**
 * From the commit of a change to the start of its reconciler, as the controllers themselves measure
 * it: over the log, or the broker, into their queue and out of it.
 *
 * <p>Arguments: shape (a word for the report), host:port of gRPC, token file, address of the
 * controllers' metrics, changes per second (50), seconds (10).
 */
public final class CommitToReconciler {

    private static final String HISTOGRAM = "joch_controller_commit_to_reconcile_seconds";
    private static final String KIND = "kind=\"KnowledgeSource\"";
    private static final String NAMESPACE = "bench-commits";
    private static final int RECORDS = 500;

    private CommitToReconciler() {}

    public static void main(String[] args) {
        int rate = args.length > 4 ? Integer.parseInt(args[4]) : 50;
        Duration length = Duration.ofSeconds(args.length > 5 ? Integer.parseInt(args[5]) : 10);
        try (Api api = new Api(args[1], Path.of(args[2]), 4)) {
            change(api, "warm", rate, length);
            Metrics before = Metrics.of(args[3]);
            change(api, "run", rate, length);
            Metrics after = Metrics.of(args[3]);
            NavigableMap<Double, Double> from = before.buckets(HISTOGRAM, KIND);
            NavigableMap<Double, Double> to = after.buckets(HISTOGRAM, KIND);
            double count =
                    after.sum(HISTOGRAM + "_count", KIND) - before.sum(HISTOGRAM + "_count", KIND);
            double sum = after.sum(HISTOGRAM + "_sum", KIND) - before.sum(HISTOGRAM + "_sum", KIND);
            new Report("commit-to-reconciler")
                    .put("shape", args[0])
                    .put("changesPerSecond", rate)
                    .put("reconciles", (long) count)
                    .put("meanMs", millis(sum / count))
                    .put("p50Ms", millis(Metrics.quantile(from, to, 0.5)))
                    .put("p90Ms", millis(Metrics.quantile(from, to, 0.9)))
                    .put("p99Ms", millis(Metrics.quantile(from, to, 0.99)))
                    .print();
        }
        System.exit(0);
    }

    private static void change(Api api, String word, int rate, Duration length) {
        Load.open(
                4,
                rate,
                length,
                (client, round) ->
                        api.unary(client)
                                .applyResources(
                                        ApplyResourcesRequest.newBuilder()
                                                .addResources(
                                                        Samples.resource(
                                                                NAMESPACE,
                                                                "item-%s-%d-%d"
                                                                        .formatted(
                                                                                word,
                                                                                client,
                                                                                round % RECORDS),
                                                                round))
                                                .build()));
    }

    private static double millis(double seconds) {
        return Math.round(seconds * 1e4) / 10.0;
    }
}
