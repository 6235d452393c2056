package dev.joch.service.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;
import io.opentelemetry.context.Scope;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the context of OpenTelemetry inside that of gRPC. The two would part ways otherwise: gRPC
 * attaches its own around every callback of a call and hands it to other threads.
 */
public final class TraceInGrpcContext implements ContextStorageProvider {

    private static final io.grpc.Context.Key<Context> TRACE = io.grpc.Context.key("joch-trace");

    @Override
    public ContextStorage get() {
        return new Storage();
    }

    /** A context of gRPC in which that trace is the current one. */
    static io.grpc.Context with(Context trace) {
        return io.grpc.Context.current().withValue(TRACE, trace);
    }

    private static final class Storage implements ContextStorage {

        @Override
        public Scope attach(@Nullable Context trace) {
            io.grpc.Context now = io.grpc.Context.current();
            if (trace == null || trace == TRACE.get(now)) {
                return Scope.noop();
            }
            io.grpc.Context within = now.withValue(TRACE, trace);
            io.grpc.Context before = within.attach();
            return () -> within.detach(before);
        }

        @Override
        public @Nullable Context current() {
            return TRACE.get();
        }
    }
}
