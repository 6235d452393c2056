package dev.joch.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process says of itself in the Prometheus format, at one moment. */
final class Metrics {

    private static final Pattern BOUND = Pattern.compile("[{,]le=\"([^\"]+)\"");

    private final List<String> lines;

    private Metrics(List<String> lines) {
        this.lines = lines;
    }

    static Metrics of(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
            return new Metrics(
                    client.send(request, BodyHandlers.ofString()).body().lines().toList());
        } catch (IOException e) {
            throw new IllegalStateException(url + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sum over all series of that name whose labels contain the text. */
    double sum(String name, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(Metrics::value)
                .sum();
    }

    /** Counts of a histogram up to each bound. */
    NavigableMap<Double, Double> buckets(String name, String label) {
        NavigableMap<Double, Double> buckets = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith(name + "_bucket{") && line.contains(label)) {
                Matcher bound = BOUND.matcher(line);
                if (bound.find()) {
                    String text = bound.group(1).replace("+Inf", "Infinity");
                    buckets.merge(Double.parseDouble(text), value(line), Double::sum);
                }
            }
        }
        return buckets;
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** The value below which that share is, evenly spread within its bucket. */
    static double quantile(
            NavigableMap<Double, Double> before, NavigableMap<Double, Double> after, double share) {
        double all = after.isEmpty() ? 0 : after.lastEntry().getValue() - last(before);
        double wanted = all * share;
        double from = 0;
        double below = 0;
        for (var entry : after.entrySet()) {
            double up = entry.getValue() - before.getOrDefault(entry.getKey(), 0.0);
            if (up >= wanted && up > below) {
                double to = Double.isInfinite(entry.getKey()) ? from : entry.getKey();
                return from + (to - from) * (wanted - below) / (up - below);
            }
            from = entry.getKey();
            below = up;
        }
        return from;
    }

    private static double last(NavigableMap<Double, Double> buckets) {
        return buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
    }
}
