package dev.joch.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;
import dev.joch.trace.intake.OtlpGrpcPort;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.ListTracesRequest;
import dev.joch.trace.v1.ListTracesResponse;
import dev.joch.trace.v1.Span;
import dev.joch.trace.v1.TraceServiceGrpc;
import dev.joch.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import dev.joch.trace.v1.TraceSummary;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The real module with a real Postgres: spans in over the port, traces out over the mesh. */
@ExtendWith(Postgres.class)
final class TraceFaceTest {

    private JochProcess process;
    private OtlpClient otlp;
    private TraceServiceBlockingStub traces;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("trace"),
                        List.of(),
                        Map.of(
                                "joch.database.url", url.jdbc(),
                                "joch.trace.otlp.host", "127.0.0.1",
                                "joch.trace.otlp.grpc-port", 0,
                                "joch.trace.otlp.http-port", 0,
                                "joch.trace.spans.max-per-trace", 50));
        otlp = new OtlpClient(process.bean(OtlpGrpcPort.class).port());
        traces = TraceServiceGrpc.newBlockingStub(process.bean(MeshChannels.class).to("trace"));
    }

    @AfterEach
    void stop() {
        otlp.close();
        process.close();
    }

    private String token(String execution) {
        return process.bean(RunTokens.class)
                .issue(
                        new RunIdentity(
                                "acme", "support", execution, "uid-" + execution, "triage", 1, 1))
                .token();
    }

    private GetTraceResponse trace(String execution) {
        return traces.getTrace(
                GetTraceRequest.newBuilder()
                        .setTenant("acme")
                        .setExecution(ResourceKeys.of("acme", "Execution", "support", execution))
                        .build());
    }

    private void run(String name, String agent) {
        process.bean(FakeStore.class)
                .put(
                        "Execution",
                        "support",
                        name,
                        Map.of(),
                        ExecutionSpec.newBuilder()
                                .setAgentRef(Ref.newBuilder().setName(agent))
                                .build());
    }

    @Test
    void whatAnAgentSendsIsFoundByExecutionAndById() {
        run("run-1", "triage");
        process.bean(FakeStore.class)
                .put(
                        "Agent",
                        "support",
                        "triage",
                        Map.of("env", "staging"),
                        ExecutionSpec.getDefaultInstance());
        var answer =
                otlp.send(
                        token("run-1"),
                        Spans.request(
                                Spans.span(1, 1, 0, "AgentRun"),
                                Spans.failed(Spans.span(1, 3, 1, "execute_tool search")),
                                Spans.with(
                                        Spans.span(1, 2, 1, "ModelCall"),
                                        Map.of("joch.modelcall.cost_usd", "0.25"))));
        assertThat(answer.hasPartialSuccess()).isFalse();
        GetTraceResponse found = trace("run-1");
        TraceSummary summary = found.getTrace();
        assertThat(summary.getTraceId()).isEqualTo(Spans.traceId(1));
        assertThat(summary.getAgent()).isEqualTo("triage");
        assertThat(summary.getEnvironment()).isEqualTo("staging");
        assertThat(summary.getSpans()).isEqualTo(3);
        assertThat(summary.getModelCalls()).isEqualTo(1);
        assertThat(summary.getErrors()).isEqualTo(1);
        assertThat(summary.getCostMicroUsd()).isEqualTo(250_000);
        assertThat(summary.getDurationUs()).isEqualTo(12_000);
        assertThat(summary.getSampling()).isEqualTo("full");
        assertThat(found.getSpansList())
                .extracting(Span::getName, Span::getStatus, Span::getService)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("AgentRun", "", "my-agent"),
                        org.assertj.core.groups.Tuple.tuple("ModelCall", "", "my-agent"),
                        org.assertj.core.groups.Tuple.tuple(
                                "execute_tool search", "error", "my-agent"));
        assertThat(
                        traces.getTrace(
                                GetTraceRequest.newBuilder()
                                        .setTenant("acme")
                                        .setTraceId(Spans.traceId(1))
                                        .build()))
                .isEqualTo(found);
    }

    @Test
    void whatComesTwiceIsThereOnce() {
        otlp.send(token("run-1"), Spans.request(Spans.span(1, 1, 0, "AgentRun")));
        GetTraceResponse once = trace("run-1");
        otlp.send(token("run-1"), Spans.request(Spans.span(1, 1, 0, "AgentRun")));
        assertThat(trace("run-1")).isEqualTo(once);
    }

    @Test
    void theTokenSaysWhoseSpanItIs() {
        otlp.send(
                token("run-1"),
                Spans.request(
                        Spans.with(
                                Spans.span(1, 1, 0, "AgentRun"),
                                Map.of(
                                        "joch.execution.id", "run-2",
                                        "joch.agent.namespace", "support",
                                        "joch.tenant.id", "acme"))));
        assertThat(trace("run-1").getSpans(0).getAttributes().getFieldsOrThrow("joch.execution.id"))
                .extracting(com.google.protobuf.Value::getStringValue)
                .isEqualTo("run-1");
        assertNotFound("run-2");
        // the same trace and span of another execution is another part
        otlp.send(token("run-2"), Spans.request(Spans.span(1, 1, 0, "Other")));
        assertThat(trace("run-1").getSpans(0).getName()).isEqualTo("AgentRun");
        assertThat(trace("run-2").getSpans(0).getName()).isEqualTo("Other");
    }

    @Test
    void aServiceSaysWhichExecutionItsSpansAreOf() {
        io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.newBlockingStub(
                        process.bean(MeshChannels.class).to("trace"))
                .export(
                        Spans.request(
                                Spans.with(
                                        Spans.span(1, 1, 0, "Execution"),
                                        Map.of(
                                                "joch.execution.id", "run-3",
                                                "joch.agent.namespace", "support",
                                                "joch.tenant.id", "acme")),
                                Spans.span(1, 2, 0, "of no execution")));
        assertThat(trace("run-3").getSpansList())
                .extracting(Span::getName)
                .containsExactly("Execution");
    }

    @Test
    void strangersAreSentAway() {
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> otlp.send("", Spans.request(Spans.span(1, 1, 0, "AgentRun"))));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(ProblemStatus.fromException(refused).orElseThrow().reason())
                .isEqualTo("SENDER_UNKNOWN");
        assertThrows(
                StatusRuntimeException.class,
                () ->
                        otlp.send(
                                token("run-1") + "x",
                                Spans.request(Spans.span(1, 1, 0, "AgentRun"))));
        assertNotFound("run-1");
    }

    @Test
    void aTraceIsBoundedAndSaysSo() {
        var spans = new io.opentelemetry.proto.trace.v1.Span.Builder[60];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = Spans.span(7, i + 1, 0, "step");
        }
        var answer = otlp.send(token("run-1"), Spans.request(spans));
        assertThat(answer.getPartialSuccess().getRejectedSpans()).isEqualTo(10);
        assertThat(trace("run-1").getTrace().getSpans()).isEqualTo(50);
        assertThat(trace("run-1").getLeftOut()).isEqualTo(10);
        // those that are there already find room still
        assertThat(
                        otlp.send(token("run-1"), Spans.request(Spans.span(7, 1, 0, "step")))
                                .hasPartialSuccess())
                .isFalse();
    }

    @Test
    void aSpanWithoutAnIdIsRefusedAndTheOthersAreTaken() {
        var answer =
                otlp.send(
                        token("run-1"),
                        Spans.request(
                                Spans.span(1, 1, 0, "AgentRun").clearTraceId(),
                                Spans.span(1, 2, 0, "AgentRun")));
        assertThat(answer.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(answer.getPartialSuccess().getErrorMessage()).contains("trace id");
        assertThat(trace("run-1").getSpansCount()).isEqualTo(1);
    }

    @Test
    void tracesAreListedInPages() {
        for (int i = 1; i <= 5; i++) {
            run("run-" + i, i % 2 == 0 ? "even" : "odd");
            otlp.send(token("run-" + i), Spans.request(Spans.span(i, 1, 0, "AgentRun")));
        }
        ListTracesRequest all =
                ListTracesRequest.newBuilder().setTenant("acme").setPageSize(3).build();
        ListTracesResponse first = traces.listTraces(all);
        assertThat(first.getTracesList())
                .extracting(trace -> trace.getExecution().getName())
                .containsExactly("run-5", "run-4", "run-3");
        ListTracesResponse second =
                traces.listTraces(all.toBuilder().setPageToken(first.getNextPageToken()).build());
        assertThat(second.getTracesList())
                .extracting(trace -> trace.getExecution().getName())
                .containsExactly("run-2", "run-1");
        assertThat(second.getNextPageToken()).isEmpty();
        assertThat(traces.listTraces(all.toBuilder().setAgent("even").build()).getTracesList())
                .hasSize(2);
        assertThat(
                        traces.listTraces(all.toBuilder().addNamespaces("other").build())
                                .getTracesList())
                .isEmpty();
        assertThat(traces.listTraces(all.toBuilder().setTenant("other").build()).getTracesList())
                .isEmpty();
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                traces.listTraces(
                                        all.toBuilder()
                                                .setAgent("odd")
                                                .setPageToken(first.getNextPageToken())
                                                .build()));
        assertThat(ProblemStatus.fromException(refused).orElseThrow().reason())
                .isEqualTo("INVALID_PAGE_TOKEN");
    }

    @Test
    void spansOfRunsThatThisProcessMakesArriveByThemselves() {
        var tracer = process.bean(io.opentelemetry.api.OpenTelemetry.class).getTracer("test");
        tracer.spanBuilder("Execution")
                .setAttribute("joch.execution.id", "run-9")
                .setAttribute("joch.agent.namespace", "support")
                .setAttribute("joch.tenant.id", "acme")
                .startSpan()
                .end();
        tracer.spanBuilder("of no run").startSpan().end();
        GetTraceResponse found =
                Await.value("the span", Duration.ofSeconds(20), () -> trace("run-9"));
        assertThat(found.getSpansList()).extracting(Span::getName).containsExactly("Execution");
        assertThat(found.getSpans(0).getService()).isEqualTo("joch-trace");
    }

    private void assertNotFound(String execution) {
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> trace(execution));
        assertThat(ProblemStatus.fromException(refused).orElseThrow().reason())
                .isEqualTo("TRACE_NOT_FOUND");
    }
}
