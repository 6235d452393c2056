package dev.joch.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.admission.v1.ReviewRequest;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.trace.TraceCollector;
import dev.joch.testkit.trace.TraceCollector.Told;
import dev.joch.testkit.wait.Await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

@Timeout(60)
class TracesTest {

    private static final String REVIEW = "joch.admission.v1.AdmissionService/Review";
    private static final String GET = "joch.resourcestore.v1.ResourceStoreService/Get";
    private static final String WATCH = "joch.resourcestore.v1.ResourceStoreService/Watch";
    private static final String NOT_SAMPLED =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThroughTwoServicesIsOneTreeOfSpans(boolean split) {
        try (TraceCollector collector = TraceCollector.start();
                TwoServices services = new TwoServices(split, collector.endpoint(), 1)) {
            services.admission().review(ReviewRequest.getDefaultInstance());
            Await.until(
                    "six spans arrive",
                    Duration.ofSeconds(20),
                    () -> collector.spans().size() >= 6);
            Told root = one(collector, REVIEW, SpanKind.SPAN_KIND_CLIENT);
            assertThat(root.parent()).isEmpty();
            assertThat(root.service()).isEqualTo("caller");
            Told review = one(collector, REVIEW, SpanKind.SPAN_KIND_SERVER);
            assertThat(review.parent()).isEqualTo(root.id());
            assertThat(review.service()).isEqualTo("joch-admission");
            for (String asked : List.of(GET, WATCH)) {
                Told client = one(collector, asked, SpanKind.SPAN_KIND_CLIENT);
                assertThat(client.parent()).isEqualTo(review.id());
                assertThat(client.service()).isEqualTo("joch-admission");
                Told server = one(collector, asked, SpanKind.SPAN_KIND_SERVER);
                assertThat(server.parent()).isEqualTo(client.id());
                assertThat(server.service()).isEqualTo("joch-resource-store");
                assertThat(server.attributes())
                        .containsEntry("rpc.system.name", "grpc")
                        .containsEntry("rpc.method", asked)
                        .containsEntry("rpc.response.status_code", "OK");
            }
            assertThat(collector.spans())
                    .allSatisfy(span -> assertThat(span.trace()).isEqualTo(root.trace()))
                    .noneMatch(Told::failed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailureMarksTheSpansThatItPasses(boolean split) {
        try (TraceCollector collector = TraceCollector.start();
                TwoServices services = new TwoServices(split, collector.endpoint(), 1)) {
            services.seen.add("the next call fails");
            assertThatThrownBy(
                            () -> services.admission().review(ReviewRequest.getDefaultInstance()))
                    .hasMessageContaining("UNAVAILABLE");
            Await.until(
                    "six spans arrive",
                    Duration.ofSeconds(20),
                    () -> collector.spans().size() >= 6);
            assertThat(collector.spans())
                    .filteredOn(Told::failed)
                    .extracting(Told::name)
                    .containsExactlyInAnyOrder(REVIEW, REVIEW, GET, GET);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatNobodySamplesKeepsItsTraceAndIsNotTold(boolean split) {
        try (TraceCollector collector = TraceCollector.start();
                TwoServices services = new TwoServices(split, collector.endpoint(), 1)) {
            try (Scope within = TraceParent.parse(NOT_SAMPLED).makeCurrent()) {
                services.admission().review(ReviewRequest.getDefaultInstance());
            }
            assertThat(services.seen).containsExactly(NOT_SAMPLED);
            services.close();
            assertThat(collector.spans()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutACollectorIdsAreMadeAndPassedOn(boolean split) {
        try (TwoServices services = new TwoServices(split, "", 1)) {
            services.admission().review(ReviewRequest.getDefaultInstance());
            assertThat(services.seen)
                    .singleElement()
                    .asString()
                    .matches("00-\\p{XDigit}{32}-\\p{XDigit}{16}-0[02]");
        }
    }

    @Test
    void aCollectorThatIsAwayCostsSpansAndNoCalls() {
        String nowhere = "http://127.0.0.1:" + FreePorts.next();
        costsSpansAndNoCalls(nowhere, "otlp_exporter_exported", "success=\"false\"");
    }

    /**
     * A dead port refuses at once, so only a collector that keeps callers waiting fills the queue.
     */
    @Test
    void aCollectorThatNeverAnswersCostsSpansAndNoCalls() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
            costsSpansAndNoCalls(endpoint, "otel_sdk_processor_span_processed", "queue_full");
        }
    }

    private static void costsSpansAndNoCalls(String endpoint, String counter, String label) {
        long begun = System.nanoTime();
        try (TwoServices services = new TwoServices(false, endpoint, 1)) {
            for (int i = 0; i < 500; i++) {
                services.seen.clear();
                services.admission().review(ReviewRequest.getDefaultInstance());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(10));
            Await.until(
                    "spans are dropped",
                    Duration.ofSeconds(20),
                    () ->
                            new String(services.first.page().text(), StandardCharsets.UTF_8)
                                    .lines()
                                    .anyMatch(line ->
                                            line.startsWith(counter) && line.contains(label)));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void theEdgeSamplesNoMoreThanItsShareOfWhatClientsAskFor() {
        HeadSampling head = new HeadSampling(Sampler.traceIdRatioBased(0.25));
        Random random = new Random(7);
        long sampled =
                random.longs(1000)
                        .mapToObj(low ->
                                "00-%016x%016x-b7ad6b7169203331-01"
                                        .formatted(random.nextLong(), low))
                        .filter(asked ->
                                Span.fromContext(head.decide(TraceParent.parse(asked)))
                                        .getSpanContext()
                                        .isSampled())
                        .count();
        assertThat(sampled).isBetween(200L, 300L);
    }

    private static Told one(TraceCollector collector, String name, SpanKind kind) {
        List<Told> found =
                collector.spans().stream()
                        .filter(span -> span.name().equals(name) && span.kind() == kind)
                        .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
