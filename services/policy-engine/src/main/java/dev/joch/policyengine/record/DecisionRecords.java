package dev.joch.policyengine.record;

import com.google.protobuf.Value;

import dev.joch.events.Event;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.redact.Redaction;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.ask.Inquiry;
import dev.joch.policyengine.store.DecisionStore.Entry;

import io.opentelemetry.api.trace.Span;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What is kept and told of a decision. */
public final class DecisionRecords {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionRecords.class);

    private final Told told;
    private final InstantSource clock;

    public DecisionRecords(Told told, InstantSource clock) {
        this.told = told;
        this.clock = clock;
    }

    /** A decision at its time, in the trace of who asked. */
    public record Decided(Inquiry inquiry, EvaluateResponse answer, Instant at, String traceId) {}

    public Decided decided(Inquiry inquiry, EvaluateResponse answer) {
        return new Decided(inquiry, answer, clock.instant(), traceId());
    }

    public Entry entry(Decided decided) {
        EvaluateResponse answer = decided.answer();
        RecordedDecision decision =
                RecordedDecision.newBuilder()
                        .setDecisionId(answer.getDecisionId())
                        .setDecidedAt(Told.timestamp(decided.at()))
                        .setRequest(kept(decided.inquiry()))
                        .setResponse(answer.toBuilder().clearModifiedPayload())
                        .setTraceId(decided.traceId())
                        .build();
        List<Event> events = new ArrayList<>(told.decision(decision));
        if (!answer.getBreakGlassGrant().isEmpty()) {
            events.add(told.used(decision));
        }
        return new Entry(decision, decided.inquiry().view().policyNames(), events);
    }

    /** The request as policy lets it be kept. */
    private static EvaluateRequest kept(Inquiry inquiry) {
        EvaluateRequest request = inquiry.request();
        Value arguments = request.getFactsMap().get(Facts.TOOL_ARGS);
        if (!request.hasPayload() && arguments == null) {
            return request;
        }
        EvaluateRequest.Builder kept = request.toBuilder();
        if (!inquiry.view().keepsRequests()) {
            return kept.clearPayload().removeFacts(Facts.TOOL_ARGS).build();
        }
        try {
            // whatever policy says of secrets, personal data is not kept either
            if (request.hasPayload()) {
                kept.setPayload(Redaction.redact(request.getPayload(), List.of()));
            }
            if (arguments != null) {
                kept.putFacts(Facts.TOOL_ARGS, Redaction.redact(arguments, List.of()));
            }
            return kept.build();
        } catch (RuntimeException e) {
            LOG.warn("a request cannot be looked into and is not kept", e);
            return kept.clearPayload().removeFacts(Facts.TOOL_ARGS).build();
        }
    }

    private static String traceId() {
        Span span = Span.current();
        return span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : "";
    }
}
