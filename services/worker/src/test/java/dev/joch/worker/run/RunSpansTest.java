package dev.joch.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.scheduler.v1.Run;
import dev.joch.worker.run.RunSpans.Traced;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

final class RunSpansTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();

    private final class Kept implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private Traced begin() {
        OpenTelemetrySdk telemetry =
                OpenTelemetrySdk.builder()
                        .setTracerProvider(
                                SdkTracerProvider.builder()
                                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                                        .build())
                        .build();
        return new RunSpans(telemetry)
                .begin(
                        Run.newBuilder()
                                .setExecution(
                                        ResourceKeys.of("acme", "Execution", "support", "exec-1"))
                                .setAgent("triage")
                                .setAgentGeneration(14)
                                .setEnvironment("prod")
                                .setAttempt(1)
                                .setCreatedAt(Timestamp.newBuilder().setSeconds(1_700_000_000))
                                .setTraceparent("00-" + TRACE + "-b7ad6b7169203331-01")
                                .build());
    }

    private static String attribute(SpanData span, String name) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(name)));
    }

    @Test
    void theProgramIsBelowTheExecutionWhichIsBelowItsOrder() {
        Traced traced = begin();
        String given =
                traced.agent(
                        CompiledAgentManifestSpec.newBuilder()
                                .setFramework(
                                        ManifestFramework.newBuilder()
                                                .setFramework("custom-java")
                                                .setAdapterGeneration(2))
                                .build());
        traced.agentEnded(3);
        traced.ended(Outcome.Failed.before(FailureReason.AGENT_EXITED, "it failed"));
        SpanData agent = ended.getFirst();
        SpanData execution = ended.getLast();
        assertThat(agent.getName()).isEqualTo("AgentRun");
        assertThat(execution.getName()).isEqualTo("Execution");
        assertThat(execution.getTraceId()).isEqualTo(TRACE);
        assertThat(execution.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(agent.getParentSpanId()).isEqualTo(execution.getSpanId());
        assertThat(given).isEqualTo("00-" + TRACE + "-" + agent.getSpanId() + "-01");
        for (SpanData span : ended) {
            assertThat(attribute(span, "joch.execution.id")).isEqualTo("exec-1");
            assertThat(attribute(span, "joch.agent.name")).isEqualTo("triage");
            assertThat(attribute(span, "joch.agent.namespace")).isEqualTo("support");
            assertThat(attribute(span, "joch.agent.version")).isEqualTo("14");
            assertThat(attribute(span, "joch.environment")).isEqualTo("prod");
            assertThat(attribute(span, "joch.tenant.id")).isEqualTo("acme");
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        }
        assertThat(attribute(agent, "joch.framework")).isEqualTo("custom-java");
        assertThat(attribute(agent, "joch.framework.version")).isEqualTo("2");
        assertThat(attribute(execution, "error.type")).isEqualTo("AgentExited");
        assertThat(execution.getStartEpochNanos())
                .isEqualTo(TimeUnit.SECONDS.toNanos(1_700_000_000));
    }

    @Test
    void aCancelledRunIsNoError() {
        Traced traced = begin();
        traced.ended(new Outcome.Cancelled(143, ""));
        assertThat(ended.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(attribute(ended.getFirst(), "joch.execution.phase")).isEqualTo("Cancelled");
    }
}
