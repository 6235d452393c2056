package dev.joch.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TraceSpec;
import dev.joch.resource.v1alpha1.TraceStatus;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.cluster.FreePorts;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.trace.TraceCollector;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.intake.OtlpGrpcPort;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the module does by itself: sends spans on, and tells the store of traces. */
@ExtendWith(Postgres.class)
final class UpkeepFaceTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static JochProcess open(PostgresUrl url, int collector) {
        return JochProcess.start(
                List.of("trace"),
                List.of(),
                Map.of(
                        "joch.database.url",
                        url.jdbc(),
                        "joch.trace.otlp.host",
                        "127.0.0.1",
                        "joch.trace.otlp.grpc-port",
                        0,
                        "joch.trace.otlp.http-port",
                        -1,
                        "joch.trace.export.endpoint",
                        collector == 0 ? "" : "http://127.0.0.1:" + collector,
                        "joch.trace.export.first-pause",
                        "50ms",
                        "joch.trace.export.longest-pause",
                        "200ms"));
    }

    private static void send(JochProcess process, int from, int to) {
        String token =
                process.bean(RunTokens.class)
                        .issue(new RunIdentity("acme", "support", "run-1", "u", "triage", 1, 1))
                        .token();
        try (OtlpClient otlp = new OtlpClient(process.bean(OtlpGrpcPort.class).port())) {
            for (int i = from; i <= to; i++) {
                otlp.send(token, Spans.request(Spans.span(1, i, 0, "span-" + i)));
            }
        }
    }

    private static Set<String> names(TraceCollector collector) {
        Set<String> names = new HashSet<>();
        collector.spans().forEach(span -> names.add(span.name()));
        return names;
    }

    @Test
    void aCollectorThatIsAwayLosesNothing(PostgresUrl url) {
        int port = FreePorts.next();
        JochProcess process = open(url, port);
        send(process, 1, 10);
        try (TraceCollector collector = TraceCollector.start(port)) {
            Await.until("the first ten", SOON, () -> names(collector).size() == 10);
            assertThat(collector.spans().getFirst().service()).isEqualTo("my-agent");
            assertThat(collector.spans().getFirst().attributes())
                    .containsEntry("joch.execution.id", "run-1");
        }
        send(process, 11, 20);
        // and the service away besides
        process.close();
        process = open(url, port);
        send(process, 21, 25);
        try (TraceCollector collector = TraceCollector.start(port)) {
            Await.until("the rest", SOON, () -> names(collector).size() >= 15);
            assertThat(names(collector)).contains("span-11", "span-20", "span-25");
            assertThat(names(collector)).doesNotContain("span-1");
        }
        process.close();
    }

    @Test
    void theRecordOfATraceSaysWhatIsKnown(PostgresUrl url) throws Exception {
        JochProcess process = open(url, 0);
        FakeStore store = process.bean(FakeStore.class);
        store.put(
                "Execution",
                "support",
                "run-1",
                Map.of(),
                ExecutionSpec.newBuilder().setAgentRef(Ref.newBuilder().setName("triage")).build());
        store.put(
                "Trace",
                "support",
                "trace-run-1",
                Map.of(),
                TraceSpec.newBuilder().setExecutionRef(Ref.newBuilder().setName("run-1")).build());
        ResourceKey key = ResourceKeys.of("acme", "Trace", "support", "trace-run-1");
        String token =
                process.bean(RunTokens.class)
                        .issue(new RunIdentity("acme", "support", "run-1", "u", "triage", 1, 1))
                        .token();
        try (OtlpClient otlp = new OtlpClient(process.bean(OtlpGrpcPort.class).port())) {
            otlp.send(
                    token,
                    Spans.request(
                            Spans.with(
                                    Spans.span(1, 2, 1, "ModelCall"),
                                    Map.of("joch.modelcall.cost_usd", "0.5"))));
            Await.until("a status", SOON, () -> store.get(key).orElseThrow().hasStatus());
            TraceStatus first = store.get(key).orElseThrow().getStatus().unpack(TraceStatus.class);
            assertThat(first.getPhase()).isEqualTo("Recording");
            assertThat(first.getSpans().getLlmCalls()).isEqualTo(1);
            assertThat(first.getCostUsd()).isEqualTo(0.5);
            otlp.send(token, Spans.request(Spans.span(1, 1, 0, "Execution")));
        }
        TraceStatus complete =
                Await.value(
                        "the complete status",
                        SOON,
                        () -> {
                            TraceStatus status = status(store, key);
                            return status.getPhase().equals("Complete") ? status : null;
                        });
        assertThat(complete.getSpans().getTotal()).isEqualTo(2);
        assertThat(complete.getDurationMs()).isEqualTo(11);
        assertThat(complete.getObservedGeneration()).isEqualTo(1);
        process.close();
    }

    private static TraceStatus status(FakeStore store, ResourceKey key) {
        try {
            return store.get(key).orElseThrow().getStatus().unpack(TraceStatus.class);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
