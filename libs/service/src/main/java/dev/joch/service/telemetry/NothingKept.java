package dev.joch.service.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Where nobody takes spans. Without any processor at all the SDK would make no ids either. */
final class NothingKept implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // not asked for
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // not asked for
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
