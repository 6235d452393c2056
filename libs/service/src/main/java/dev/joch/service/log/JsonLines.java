package dev.joch.service.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One JSON object a line: that of logback (the message as a template to group by, and as people
 * read it), with {@code trace_id}, {@code span_id} and {@code request_id} in front where there are
 * any. None of the three holds a character that JSON escapes: ids of requests that are not fit for
 * logs are not taken from clients.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private final JsonEncoder json = new JsonEncoder();

    @Override
    public void start() {
        json.setContext(getContext());
        json.setWithFormattedMessage(true);
        json.setWithArguments(false);
        json.setWithSequenceNumber(false);
        json.setWithContext(false);
        json.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return json.headerBytes();
    }

    @Override
    public byte[] footerBytes() {
        return json.footerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        byte[] plain = json.encode(event);
        LogIds ids = LogIds.current();
        StringBuilder fields = new StringBuilder("{");
        add(fields, "trace_id", ids.trace());
        add(fields, "span_id", ids.span());
        add(fields, "request_id", ids.request());
        if (fields.length() == 1) {
            return plain;
        }
        byte[] front = fields.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream line = new ByteArrayOutputStream(front.length + plain.length);
        line.writeBytes(front);
        line.write(plain, 1, plain.length - 1);
        return line.toByteArray();
    }

    private static void add(StringBuilder fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.append('"').append(name).append("\":\"").append(value).append("\",");
        }
    }
}
