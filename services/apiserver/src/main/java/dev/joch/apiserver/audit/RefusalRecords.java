package dev.joch.apiserver.audit;

import dev.joch.apiserver.access.AuthenticationInterceptor;
import dev.joch.apiserver.access.PeerAddress;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts on record what was refused before it was understood: a kind that nobody knows, a field that
 * is too long, a body that cannot be read. What a use case has begun to record is its own.
 */
public final class RefusalRecords implements ServerInterceptor {

    /** Where a face says why the request could not be read; looked at when all of it has come. */
    public static final Attributes.Key<AtomicReference<@Nullable RuntimeException>> UNREADABLE =
            Attributes.Key.create("joch-unreadable");

    private static final Context.Key<AtomicBoolean> BEGUN = Context.key("joch-record-begun");

    private final AuditLog log;
    private final String defaultTenant;

    /**
     * @param defaultTenant in whose log calls without a token are taken down
     */
    public RefusalRecords(AuditLog log, String defaultTenant) {
        this.log = log;
        this.defaultTenant = defaultTenant;
    }

    /** From here on whoever says so takes care of the record of the current call. */
    public static void leaveToMe() {
        AtomicBoolean begun = BEGUN.get();
        if (begun != null) {
            begun.set(true);
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        AtomicBoolean begun = new AtomicBoolean();
        Caller caller = Callers.current();
        Context context = Context.current().withValue(BEGUN, begun);
        return new SimpleForwardingServerCallListener<>(
                Contexts.interceptCall(context, call, headers, next)) {
            @Override
            public void onHalfClose() {
                try {
                    requireReadable(call);
                    super.onHalfClose();
                } catch (ProblemException e) {
                    if (!begun.get()) {
                        record(call, caller, e);
                    }
                    throw e;
                }
            }
        };
    }

    private static void requireReadable(ServerCall<?, ?> call) {
        AtomicReference<@Nullable RuntimeException> place = call.getAttributes().get(UNREADABLE);
        RuntimeException fault = place == null ? null : place.get();
        if (fault != null) {
            throw fault;
        }
    }

    private void record(ServerCall<?, ?> call, Caller caller, ProblemException refused) {
        Caller recorded =
                caller.getTenant().isEmpty()
                        ? caller.toBuilder().setTenant(defaultTenant).build()
                        : caller;
        log.read(
                AuditEntry.of(
                        recorded,
                        AuthenticationInterceptor.verb(call),
                        List.of(call.getMethodDescriptor().getFullMethodName()),
                        "",
                        PeerAddress.current()),
                refused.problem().reason(),
                List.of());
    }
}
