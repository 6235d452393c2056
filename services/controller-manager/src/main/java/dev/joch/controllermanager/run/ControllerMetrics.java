package dev.joch.controllermanager.run;

import dev.joch.controllermanager.queue.Claimed;
import dev.joch.controllermanager.queue.WorkStore;
import dev.joch.resource.field.ResourceKeys;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What operators see of the loop. */
public final class ControllerMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerMetrics.class);

    private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

    private static final TextMapGetter<String> PARENT =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(String parent) {
                    return List.of("traceparent");
                }

                @Override
                public @Nullable String get(@Nullable String parent, String key) {
                    return key.equals("traceparent") && parent != null && !parent.isEmpty()
                            ? parent
                            : null;
                }
            };

    private final Tracer tracer;
    private final DoubleHistogram duration;
    private final DoubleHistogram latency;
    private final LongCounter retries;
    private final LongAdder reconciles = new LongAdder();
    private final ObservableLongGauge depth;
    private final ObservableDoubleGauge oldest;

    ControllerMetrics(OpenTelemetry telemetry, WorkStore store) {
        this.tracer = telemetry.getTracer("dev.joch.controllermanager");
        Meter meter = telemetry.getMeter("dev.joch.controllermanager");
        this.duration =
                meter.histogramBuilder("joch.controller.reconcile.duration")
                        .setUnit("s")
                        .setDescription("How long it took to look at a key")
                        .build();
        this.latency =
                meter.histogramBuilder("joch.controller.commit_to_reconcile")
                        .setUnit("s")
                        .setDescription(
                                "From the commit of a change to the start of its reconciler")
                        .build();
        this.retries =
                meter.counterBuilder("joch.controller.retries")
                        .setDescription("Keys that are tried again after a failure")
                        .build();
        this.depth =
                meter.gaugeBuilder("joch.controller.queue.depth")
                        .ofLongs()
                        .setDescription("Keys that are due or under way")
                        .buildWithCallback(all -> all.record(now(store).depth()));
        this.oldest =
                meter.gaugeBuilder("joch.controller.queue.oldest")
                        .setUnit("s")
                        .setDescription("How long the oldest key has been due")
                        .buildWithCallback(all -> all.record(now(store).oldestMillis() / 1e3));
    }

    private static WorkStore.Depth now(WorkStore store) {
        try {
            return store.depth();
        } catch (SQLException e) {
            LOG.debug("the depth of the queue is not known now", e);
            return new WorkStore.Depth(-1, -1);
        }
    }

    Span started(Claimed claim, Instant now) {
        Duration since = Duration.between(claim.cause(), now);
        latency.record(
                Math.max(0, since.toNanos() / 1e9), Attributes.of(KIND, claim.key().getKind()));
        Context parent =
                W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), claim.traceparent(), PARENT);
        return tracer.spanBuilder("reconcile " + claim.key().getKind())
                .setParent(parent)
                .setAttribute("joch.key", ResourceKeys.text(claim.key()))
                .startSpan();
    }

    void ended(Claimed claim, String outcome, long nanos) {
        reconciles.increment();
        duration.record(nanos / 1e9, Attributes.of(KIND, claim.key().getKind(), OUTCOME, outcome));
        if (outcome.equals("retry")) {
            retries.add(1, Attributes.of(KIND, claim.key().getKind()));
        }
    }

    /** How often a reconciler was called since the start. */
    public long reconciles() {
        return reconciles.sum();
    }

    @Override
    public void close() {
        depth.close();
        oldest.close();
    }
}
