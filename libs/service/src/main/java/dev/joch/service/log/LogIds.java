package dev.joch.service.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

import dev.joch.service.caller.Callers;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/**
 * What a line of the log belongs to. Asked while the line is written, on the thread that wrote it:
 * no call pays for it that logs nothing.
 *
 * @param trace empty outside of every trace
 * @param request empty outside of every request
 */
record LogIds(String trace, String span, String request) {

    static LogIds current() {
        SpanContext here = Span.current().getSpanContext();
        String request = Callers.current().getRequestId();
        return here.isValid()
                ? new LogIds(here.getTraceId(), here.getSpanId(), request)
                : new LogIds("", "", request);
    }

    /** In front of the message, e.g. {@code [trace 0af7651916cd43dd8448eb211c80319c] }. */
    static final class AsText extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            LogIds ids = current();
            StringBuilder text = new StringBuilder();
            if (!ids.trace.isEmpty()) {
                text.append("[trace ").append(ids.trace).append("] ");
            }
            if (!ids.request.isEmpty()) {
                text.append("[request ").append(ids.request).append("] ");
            }
            return text.toString();
        }
    }
}
