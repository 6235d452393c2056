package dev.joch.service.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;

import java.util.List;

/**
 * Decides at the edge. A client may ask that its trace be sampled, but not how much of the traffic
 * is: its trace id falls into the ratio or not, like any other.
 */
record HeadSampling(Sampler sampler) {

    private static final int SAMPLED = TraceFlags.getSampled().asByte();

    Context decide(Context came) {
        SpanContext parent = Span.fromContext(came).getSpanContext();
        if (!parent.isSampled()) {
            return came;
        }
        SamplingDecision decision =
                sampler.shouldSample(
                                Context.root(),
                                parent.getTraceId(),
                                "",
                                SpanKind.SERVER,
                                Attributes.empty(),
                                List.of())
                        .getDecision();
        return decision == SamplingDecision.RECORD_AND_SAMPLE
                ? came
                : came.with(
                        Span.wrap(
                                SpanContext.createFromRemoteParent(
                                        parent.getTraceId(),
                                        parent.getSpanId(),
                                        TraceFlags.fromByte(
                                                (byte)
                                                        (parent.getTraceFlags().asByte()
                                                                & ~SAMPLED)),
                                        parent.getTraceState())));
    }
}
