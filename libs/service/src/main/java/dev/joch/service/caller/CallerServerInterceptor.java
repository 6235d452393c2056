package dev.joch.service.caller;

import dev.joch.common.v1.Caller;

import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Takes the caller from a peer. Only on the mesh, where the peer has proven to be a service of
 * ours; the edge establishes the caller itself and never believes this header.
 */
public final class CallerServerInterceptor implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Caller caller = headers.get(Callers.HEADER);
        return caller == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Callers.with(caller), call, headers, next);
    }
}
