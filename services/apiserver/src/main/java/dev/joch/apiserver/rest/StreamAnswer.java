package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.apiserver.http.HttpStream;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stream over HTTP. The status line waits for the first message or a moment, so that a call that
 * is refused at once is refused with its own status and not with an error inside of a success.
 */
final class StreamAnswer implements TranscodedCall.Answers {

    private final HttpExchange exchange;
    private final Function<Message, EventFormat> formats;
    private EventFormat format;
    private final String requestId;
    private @Nullable HttpStream stream;
    private @Nullable Runnable whenReady;
    private boolean closed;

    /**
     * @param formats the form of the events that answer a request
     */
    StreamAnswer(HttpExchange exchange, Function<Message, EventFormat> formats, String requestId) {
        this.exchange = exchange;
        this.formats = formats;
        this.format = new EventFormat.Lines(Optional.empty());
        this.requestId = requestId;
    }

    /** What to tell when the client has caught up. */
    synchronized void whenReady(Runnable action) {
        whenReady = action;
        HttpStream open = stream;
        if (open != null) {
            open.whenWritable(action);
        }
    }

    /** The moment has passed: the client gets its status line. */
    synchronized void begin() {
        if (!closed) {
            open();
        }
    }

    private HttpStream open() {
        HttpStream open = stream;
        if (open == null) {
            open =
                    exchange.stream(
                            200,
                            Map.of(
                                    "content-type",
                                    format.mediaType(),
                                    "cache-control",
                                    "no-store",
                                    "x-accel-buffering",
                                    "no",
                                    "x-request-id",
                                    requestId));
            Runnable action = whenReady;
            if (action != null) {
                open.whenWritable(action);
            }
            stream = open;
        }
        return open;
    }

    @Override
    public synchronized void asked(Message request) {
        format = formats.apply(request);
    }

    @Override
    public synchronized void message(Message message) {
        open().write(format.event(message));
    }

    @Override
    public synchronized void closed(Status status, Metadata trailers) {
        closed = true;
        com.google.rpc.Status refusal =
                status.isOk() ? null : StatusProto.fromStatusAndTrailers(status, trailers);
        HttpStream open = stream;
        if (open == null && refusal != null) {
            HttpAnswer answer = ProblemJson.answer(refusal, requestId);
            Map<String, String> headers = new HashMap<>(answer.headers());
            headers.put("x-request-id", requestId);
            exchange.answer(new HttpAnswer(answer.status(), headers, answer.body()));
            return;
        }
        HttpStream ending = open();
        if (refusal != null) {
            ending.write(format.error(ProblemJson.event(refusal, requestId)));
        }
        ending.end();
    }

    @Override
    public synchronized boolean ready() {
        HttpStream open = stream;
        return open == null || open.isWritable();
    }
}
