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

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What is kept and told of a decision. */
public final class DecisionRecords {

    private final Told told;
    private final InstantSource clock;

    public DecisionRecords(Told told, InstantSource clock) {
        this.told = told;
        this.clock = clock;
    }

    public Entry entry(Inquiry inquiry, EvaluateResponse answer) {
        RecordedDecision decision =
                RecordedDecision.newBuilder()
                        .setDecisionId(answer.getDecisionId())
                        .setDecidedAt(Told.timestamp(clock.instant()))
                        .setRequest(kept(inquiry))
                        .setResponse(answer.toBuilder().clearModifiedPayload())
                        .setTraceId(traceId())
                        .build();
        List<Event> events = new ArrayList<>(told.decision(decision));
        if (!answer.getBreakGlassGrant().isEmpty()) {
            events.add(told.used(decision));
        }
        return new Entry(decision, inquiry.view().policyNames(), events);
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
        // whatever policy says of secrets, personal data is not kept either
        if (request.hasPayload()) {
            kept.setPayload(Redaction.redact(request.getPayload(), List.of()));
        }
        if (arguments != null) {
            kept.putFacts(Facts.TOOL_ARGS, Redaction.redact(arguments, List.of()));
        }
        return kept.build();
    }

    private static String traceId() {
        Span span = Span.current();
        return span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : "";
    }
}
