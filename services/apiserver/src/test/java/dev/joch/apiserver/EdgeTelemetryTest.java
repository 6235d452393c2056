package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.trace.TraceCollector;
import dev.joch.testkit.trace.TraceCollector.Told;
import dev.joch.testkit.wait.Await;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What the edge tells of a request that came over HTTP. */
class EdgeTelemetryTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT = "b7ad6b7169203331";
    private static final String GET = "joch.api.v1.ResourceService/GetResource";

    @Test
    void aRequestGoesOnWithTheTraceOfItsClientAndTakesItToTheStore() {
        try (TraceCollector collector = TraceCollector.start();
                TestEdge edge = TestEdge.startTelling(collector.endpoint())) {
            new RestClient(edge, "admin")
                    .get(
                            "/v1/namespaces/payments/agents/absent",
                            "traceparent",
                            "00-" + TRACE + "-" + CLIENT + "-01");
            Await.until(
                    "the spans of the edge and the store arrive",
                    Duration.ofSeconds(20),
                    () -> collector.spansOf(TRACE).size() >= 3);
            List<Told> spans = collector.spansOf(TRACE);
            Told root =
                    spans.stream().filter(span -> span.parent().equals(CLIENT)).findFirst().get();
            assertThat(root.name()).isEqualTo(GET);
            assertThat(root.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
            assertThat(root.failed()).isFalse();
            assertThat(root.attributes())
                    .containsEntry("rpc.response.status_code", "NOT_FOUND")
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("url.path", "/v1/namespaces/payments/agents/absent");
            assertThat(spans)
                    .filteredOn(span -> span.parent().equals(root.id()))
                    .isNotEmpty()
                    .allMatch(span -> span.kind() == SpanKind.SPAN_KIND_CLIENT);
        }
    }

    @Test
    void thePageOfMetricsCountsWhatWasAnswered() {
        try (TestEdge edge = TestEdge.start()) {
            RestClient admin = new RestClient(edge, "admin");
            admin.get("/v1/namespaces/payments/agents/absent");
            RestClient.Answer page = admin.as("").get("/metrics");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("content-type")).startsWith("text/plain; version=0.0.4");
            assertThat(page.body().lines())
                    .anyMatch(line ->
                            line.startsWith("rpc_server_call_duration_seconds_count{")
                                    && line.contains("rpc_method=\"" + GET + "\"")
                                    && line.contains("rpc_response_status_code=\"NOT_FOUND\""));
        }
    }
}
