package dev.joch.apiserver.rest;

import com.google.protobuf.Message;

import dev.joch.apiserver.audit.RefusalRecords;
import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.service.telemetry.HttpOrigin;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A call that came over HTTP, as the gRPC handlers see it. There is no transport below it: messages
 * are handed over as they are.
 */
final class TranscodedCall extends ServerCall<Message, Message> {

    /** What becomes of the answers of a call. */
    interface Answers {

        /** What was asked, once it is read; before any message. */
        void asked(Message request);

        void message(Message message);

        /** The call is over; called once. */
        void closed(Status status, Metadata trailers);

        /** Whether the client takes more without a backlog. */
        boolean ready();
    }

    private final MethodDescriptor<Message, Message> method;
    private final Attributes attributes;
    private final Answers answers;
    private final AtomicReference<@Nullable RuntimeException> unreadable = new AtomicReference<>();
    private volatile boolean cancelled;
    private boolean closed;

    TranscodedCall(
            MethodDescriptor<Message, Message> method, HttpRequestHead head, Answers answers) {
        this.method = method;
        this.attributes =
                Attributes.newBuilder()
                        .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, head.peer())
                        .set(HttpOrigin.KEY, new HttpOrigin(head.method(), head.path()))
                        .set(RefusalRecords.UNREADABLE, unreadable)
                        .build();
        this.answers = answers;
    }

    @Override
    public void request(int messages) {
        // the one request message is there already
    }

    @Override
    public void sendHeaders(Metadata headers) {
        // an answer over HTTP has headers of its own
    }

    @Override
    public void sendMessage(Message message) {
        if (!cancelled) {
            answers.message(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (closed) {
            throw new IllegalStateException("the call is closed");
        }
        closed = true;
        answers.closed(status, trailers);
    }

    @Override
    public boolean isReady() {
        return !cancelled && answers.ready();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** The request cannot be read; said to the handlers when they ask for it. */
    void unreadable(RuntimeException fault) {
        unreadable.set(fault);
    }

    /** Whether it was answered already, e.g. because nobody knows the caller. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** The client has gone. */
    void cancel() {
        cancelled = true;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public @Nullable String getAuthority() {
        return null;
    }

    @Override
    public MethodDescriptor<Message, Message> getMethodDescriptor() {
        return method;
    }
}
