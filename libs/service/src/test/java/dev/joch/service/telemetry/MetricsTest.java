package dev.joch.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.admission.v1.ReviewRequest;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

@Timeout(60)
class MetricsTest {

    /** A comment, or a name with labels and a number: the format that Prometheus reads. */
    private static final Pattern LINE =
            Pattern.compile(
                    "# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*"
                            + "|[a-zA-Z_:][a-zA-Z0-9_:]*"
                            + "(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\.)*\",?)*\\})?"
                            + " (NaN|[+-]Inf|[-+0-9.eE]+)");

    @Test
    void thePageIsWhatPrometheusReads() {
        try (TwoServices services = new TwoServices(false, "", 1)) {
            services.admission().review(ReviewRequest.getDefaultInstance());
            List<String> lines = text(services.second.page()).lines().toList();
            assertThat(lines).allMatch(line -> LINE.matcher(line).matches());
            assertThat(lines)
                    .anyMatch(line ->
                            line.startsWith("rpc_server_call_duration_seconds_count{")
                                    && line.contains(
                                            "rpc_method=\"joch.resourcestore.v1.ResourceStoreService/Get\"")
                                    && line.contains("rpc_response_status_code=\"OK\"")
                                    && line.endsWith(" 1"))
                    .anyMatch(line ->
                            line.startsWith("jvm_memory_used_bytes{")
                                    && line.contains("jvm_memory_type=\"heap\""))
                    .anyMatch(line -> line.startsWith("jvm_thread_count"))
                    .anyMatch(line ->
                            line.startsWith("target_info{")
                                    && line.contains("service_name=\"joch-resource-store\""));
        }
    }

    @Test
    void secondsFallIntoBucketsThatTellThemApart() {
        try (TwoServices services = new TwoServices(false, "", 1)) {
            services.first
                    .openTelemetry()
                    .getMeter("of a service")
                    .histogramBuilder("joch.probe")
                    .setUnit("s")
                    .build()
                    .record(0.003);
            assertThat(text(services.first.page()))
                    .containsPattern("joch_probe_seconds_bucket\\{[^}]*le=\"0.0025\"} 0")
                    .containsPattern("joch_probe_seconds_bucket\\{[^}]*le=\"0.005\"} 1");
        }
    }

    @Test
    void collectionsAreCountedOnceSomebodyReads() {
        try (TwoServices services = new TwoServices(false, "", 1)) {
            text(services.second.page());
            System.gc();
            Await.until(
                    "a collection is told",
                    Duration.ofSeconds(20),
                    () -> text(services.second.page()).contains("jvm_gc_duration_seconds_count{"));
            assertThat(text(services.second.page())).contains("jvm_gc_name=");
        }
    }

    @Test
    void thePortShowsThePageAndNothingElse() throws Exception {
        int port = FreePorts.next();
        try (TwoServices services = new TwoServices(false, "", 1);
                MetricsPort shown = new MetricsPort("127.0.0.1", port, services.first.page());
                HttpClient client = HttpClient.newHttpClient()) {
            shown.start();
            URI root = URI.create("http://127.0.0.1:" + port);
            HttpResponse<String> page =
                    client.send(
                            HttpRequest.newBuilder(root.resolve("/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(page.body()).contains("jvm_memory_used_bytes{");
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(root.resolve("/other")).build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    private static String text(MetricsPage page) {
        return new String(page.text(), StandardCharsets.UTF_8);
    }
}
