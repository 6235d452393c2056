package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.trace.TraceCollector;
import dev.joch.testkit.trace.TraceCollector.Told;
import dev.joch.testkit.wait.Await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One apply as an operator sees it: a single trace from the command line through every service and
 * across Kafka to the status that is written in the end, metrics on every process, and logs that
 * name the trace.
 */
public final class Telemetry {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TRACE = Pattern.compile("trace ([0-9a-f]{32})");

    private final SplitCluster cluster;
    private final TraceCollector collector;
    private final Map<String, Integer> metrics = new HashMap<>();

    private Telemetry(SplitCluster cluster, TraceCollector collector) {
        this.cluster = cluster;
        this.collector = collector;
    }

    /** Starts the cluster so that all of it can be seen. */
    public static Telemetry start(SplitCluster cluster, TraceCollector collector) {
        Telemetry telemetry = new Telemetry(cluster, collector);
        cluster.services()
                .forEach(service -> cluster.member(service).launch(telemetry.environment(service)));
        cluster.services().forEach(service -> cluster.member(service).awaitReady());
        Await.until("the edge is ready", PATIENCE, cluster::isReady);
        return telemetry;
    }

    private Map<String, String> environment(String service) {
        int port = FreePorts.next();
        metrics.put(service, port);
        return Map.of(
                "JOCH_TELEMETRY_OTLP_ENDPOINT",
                collector.endpoint(),
                "JOCH_TELEMETRY_PROMETHEUS_PORT",
                "" + port,
                "JOCH_LOG_FORMAT",
                "json",
                "JOCH_LOG_LEVEL",
                "DEBUG");
    }

    /** Applies the quickstart, and looks for it everywhere. */
    public void followAnApply() throws IOException, InterruptedException {
        CommandLine cli = new CommandLine(cluster.folder(), cluster.rest(), cluster.token());
        String said = cli.run("apply", "-f", quickstart() + "", "--yes", "--debug");
        Matcher named = TRACE.matcher(said);
        assertThat(named.find()).as(said).isTrue();
        String trace = named.group(1);

        awaitSpan(trace, "joch-apiserver", "joch.api.v1.ResourceService/Apply");
        awaitSpan(trace, "joch-admission", "AdmissionService/Review");
        awaitSpan(trace, "joch-resource-store", "ResourceStoreService/Write");
        awaitSpan(trace, "joch-controller-manager", "consume joch.event.v1");
        awaitSpan(trace, "joch-controller-manager", "reconcile Agent");
        awaitSpan(trace, "joch-compiler", "CompilerService/Compile");
        awaitStatusWrite(trace);
        awaitWholeTree(trace);
        everyProcessShowsMetrics();
        logsAreObjectsWithTheTrace(cluster.folder(), trace);
    }

    private void awaitSpan(String trace, String service, String name) {
        Await.until(
                service + " tells of " + name,
                PATIENCE,
                () ->
                        any(
                                trace,
                                span ->
                                        span.service().equals(service)
                                                && span.name().contains(name)));
    }

    /** The store writes a status because a reconciler that the apply woke asks for it. */
    private void awaitStatusWrite(String trace) {
        Await.until(
                "a status is written in the trace of the apply",
                PATIENCE,
                () ->
                        any(
                                trace,
                                span ->
                                        span.service().equals("joch-resource-store")
                                                && span.name().endsWith("/Write")
                                                && above(span).stream()
                                                        .anyMatch(upper ->
                                                                upper.name()
                                                                        .startsWith(
                                                                                "reconcile "))));
    }

    private boolean any(String trace, Predicate<Told> wanted) {
        return collector.spansOf(trace).stream().anyMatch(wanted);
    }

    /** From the span up to the root, as far as it was told. */
    private List<Told> above(Told span) {
        return Stream.iterate(
                        collector.span(span.trace(), span.parent()),
                        Optional::isPresent,
                        upper ->
                                upper.flatMap(
                                        known -> collector.span(known.trace(), known.parent())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Every parent is a span that was told too, but for those that the command line began. */
    private void awaitWholeTree(String trace) {
        Await.until(
                "every span has its parent",
                PATIENCE,
                () -> {
                    List<Told> spans = collector.spansOf(trace);
                    Set<String> ids = spans.stream().map(Told::id).collect(Collectors.toSet());
                    return spans.stream()
                            .filter(span -> !ids.contains(span.parent()))
                            .allMatch(span -> span.service().equals("joch-apiserver"));
                });
    }

    private void everyProcessShowsMetrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (Map.Entry<String, Integer> process : metrics.entrySet()) {
                URI page = URI.create("http://127.0.0.1:" + process.getValue() + "/metrics");
                String text =
                        client.send(
                                        HttpRequest.newBuilder(page).timeout(PATIENCE).build(),
                                        BodyHandlers.ofString())
                                .body();
                assertThat(text)
                        .as(process.getKey())
                        .contains("jvm_memory_used_bytes{", "target_info{");
            }
        }
    }

    private static void logsAreObjectsWithTheTrace(Path folder, String trace) throws IOException {
        ObjectMapper json = new ObjectMapper();
        int ofTheTrace = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.getFileName().toString().endsWith(".log"))
                            .filter(Files::isRegularFile)
                            .toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("{")) {
                        JsonNode object = json.readTree(line);
                        assertThat(object.path("message").isTextual()).as(line).isTrue();
                        ofTheTrace += object.path("trace_id").asText().equals(trace) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(ofTheTrace).as("lines of the trace").isPositive();
    }

    private static Path quickstart() {
        return Path.of(System.getProperty("joch.root", ".."))
                .toAbsolutePath()
                .resolve("examples/quickstart");
    }
}
