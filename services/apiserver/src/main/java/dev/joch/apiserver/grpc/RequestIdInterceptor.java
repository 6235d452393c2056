package dev.joch.apiserver.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

import org.jspecify.annotations.Nullable;

/** Gives each call its id, and the id back to the client: with the answer, or with the refusal. */
public final class RequestIdInterceptor implements ServerInterceptor {

    /** Where ids come from. */
    public interface Source {
        /** The id that was sent, when it is fit for logs; else a new one. */
        String of(@Nullable String sent);
    }

    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private final Source ids;

    public RequestIdInterceptor(Source ids) {
        this.ids = ids;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String id = ids.of(headers.get(REQUEST_ID));
        headers.discardAll(REQUEST_ID);
        headers.put(REQUEST_ID, id);
        return next.startCall(new Named<>(call, id), headers);
    }

    private static final class Named<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String id;
        private boolean told;

        Named(ServerCall<Q, A> call, String id) {
            super(call);
            this.id = id;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            told = true;
            headers.put(REQUEST_ID, id);
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!told) {
                trailers.put(REQUEST_ID, id);
            }
            super.close(status, trailers);
        }
    }
}
