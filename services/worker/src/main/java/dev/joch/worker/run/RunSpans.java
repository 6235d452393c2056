package dev.joch.worker.run;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.telemetry.TraceParent;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The two spans of a run that the worker knows of: from its order to its end, and the program's.
 */
final class RunSpans {

    private static final String SCOPE = "dev.joch.worker";

    private final Tracer tracer;
    private final LongCounter count;
    private final LongHistogram duration;

    RunSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
        this.count =
                telemetry
                        .getMeter(SCOPE)
                        .counterBuilder("joch.executions.count")
                        .setDescription("Runs that ended here, by phase")
                        .build();
        this.duration =
                telemetry
                        .getMeter(SCOPE)
                        .histogramBuilder("joch.executions.duration_ms")
                        .setDescription("From the begin of an attempt to its end")
                        .setUnit("ms")
                        .ofLongs()
                        .build();
    }

    /** The run begins here; its span begins when it was ordered. */
    Traced begin(Run run) {
        SpanBuilder builder =
                tracer.spanBuilder("Execution")
                        .setParent(TraceParent.parse(run.getTraceparent()))
                        .setAllAttributes(of(run).build());
        if (run.hasCreatedAt() && run.getAttempt() <= 1) {
            Timestamp created = run.getCreatedAt();
            builder.setStartTimestamp(
                    Instant.ofEpochSecond(created.getSeconds(), created.getNanos()));
        }
        return new Traced(run, builder.startSpan());
    }

    private static AttributesBuilder of(Run run) {
        return Attributes.builder()
                .put("joch.execution.id", run.getExecution().getName())
                .put("joch.execution.uid", run.getUid())
                .put("joch.execution.attempt", run.getAttempt())
                .put("joch.agent.name", run.getAgent())
                .put("joch.agent.namespace", run.getExecution().getNamespace())
                .put("joch.agent.version", Long.toString(run.getAgentGeneration()))
                .put("joch.environment", run.getEnvironment())
                .put("joch.tenant.id", run.getExecution().getTenant());
    }

    /** The spans of one attempt. */
    final class Traced {

        private final Run run;
        private final Span execution;
        private final long beganNanos = System.nanoTime();
        private Span agent = Span.getInvalid();

        private Traced(Run run, Span execution) {
            this.run = run;
            this.execution = execution;
        }

        /**
         * The program is about to start; gives the place in the trace that is the program's own.
         */
        String agent(CompiledAgentManifestSpec manifest) {
            agent =
                    tracer.spanBuilder("AgentRun")
                            .setParent(Context.root().with(execution))
                            .setAllAttributes(
                                    of(run).put(
                                                    "joch.framework",
                                                    manifest.getFramework().getFramework())
                                            .put(
                                                    "joch.framework.version",
                                                    Long.toString(
                                                            manifest.getFramework()
                                                                    .getAdapterGeneration()))
                                            .build())
                            .startSpan();
            try (Scope ignored = agent.makeCurrent()) {
                return TraceParent.current();
            }
        }

        /** The program has ended. */
        void agentEnded(int exitStatus) {
            agent.setAttribute("joch.exit.status", exitStatus);
            if (exitStatus != 0) {
                agent.setStatus(StatusCode.ERROR, "exit status " + exitStatus);
            }
            agent.end();
        }

        /** The run has. */
        void ended(Outcome outcome) {
            String phase =
                    switch (outcome) {
                        case Outcome.Succeeded ignored -> "Succeeded";
                        case Outcome.Failed failed -> {
                            execution.setStatus(StatusCode.ERROR, failed.message());
                            execution.setAttribute("error.type", failed.reason().word());
                            yield "Failed";
                        }
                        case Outcome.Cancelled ignored -> "Cancelled";
                        case Outcome.Abandoned ignored -> {
                            execution.setStatus(StatusCode.ERROR, "the worker lost the run");
                            yield "Abandoned";
                        }
                    };
            execution.setAttribute("joch.execution.phase", phase);
            execution.end();
            Attributes how = Attributes.builder().put("phase", phase).build();
            count.add(1, how);
            duration.record(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos), how);
        }
    }
}
