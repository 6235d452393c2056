package dev.joch.trace.export;

import dev.joch.service.problem.PeerFailure;
import dev.joch.trace.store.Upkeep;

import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/** Sends spans on, and measures how far behind it is. */
public final class ExportSpans {

    private static final String SCOPE = "dev.joch.trace";

    /** Further ones are not counted: so many say enough. */
    private static final int MOST_COUNTED = 100_000;

    private final Upkeep upkeep;
    private final Collector collector;
    private final int batch;
    private final LongCounter sent;
    private final LongCounter refused;
    private volatile long waiting;

    public ExportSpans(
            Upkeep upkeep, Collector collector, ExportConfig config, OpenTelemetry telemetry) {
        this.upkeep = upkeep;
        this.collector = collector;
        this.batch = config.batch();
        Meter meter = telemetry.getMeter(SCOPE);
        this.sent =
                meter.counterBuilder("joch.trace.export.sent")
                        .setUnit("{span}")
                        .setDescription("Spans that the collector has")
                        .build();
        this.refused =
                meter.counterBuilder("joch.trace.export.refused")
                        .setUnit("{span}")
                        .setDescription("Spans that the collector does not want")
                        .build();
        meter.gaugeBuilder("joch.trace.export.waiting")
                .ofLongs()
                .setUnit("{span}")
                .setDescription("Spans that wait for the collector, at most 100000")
                .buildWithCallback(out -> out.record(waiting));
    }

    /** One message; gives whether there is more. */
    public boolean send() {
        try {
            int count =
                    upkeep.send(
                            batch,
                            spans -> {
                                long unwanted = collector.send(spans);
                                refused.add(unwanted);
                                sent.add(spans.size() - unwanted);
                            });
            boolean more = count == batch;
            waiting = more ? Math.max(waiting, batch) : 0;
            return more;
        } catch (StatusRuntimeException e) {
            waiting = upkeep.waiting(MOST_COUNTED);
            throw PeerFailure.of("the collector", e);
        }
    }
}
