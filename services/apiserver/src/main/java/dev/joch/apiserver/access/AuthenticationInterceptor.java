package dev.joch.apiserver.access;

import com.google.protobuf.Descriptors.MethodDescriptor;

import dev.joch.common.v1.Caller;
import dev.joch.schema.v1.Access;
import dev.joch.schema.v1.Options;
import dev.joch.service.caller.Callers;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Establishes the caller of each call at the public gRPC face.
 *
 * <p>Only RPCs whose contract says {@code anonymous}, and health, are answered without a token; a
 * token that is sent to them is checked all the same. The header by which services hand on a caller
 * is not believed here.
 */
public final class AuthenticationInterceptor implements ServerInterceptor {

    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Set<String> OPEN_SERVICES = Set.of("grpc.health.v1.Health");
    private static final Pattern REQUEST_ID_FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private final Authenticator authenticator;
    private final RefusedCalls refusals;
    private final Ids ids;

    public AuthenticationInterceptor(Authenticator authenticator, RefusedCalls refusals, Ids ids) {
        this.authenticator = authenticator;
        this.refusals = refusals;
        this.ids = ids;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String requestId = requestId(headers.get(REQUEST_ID));
        String peer = peer(call);
        Credentials credentials = Credentials.fromHeader(headers.get(AUTHORIZATION));
        Caller caller = caller(call, credentials, requestId, peer);
        Context context =
                PeerAddress.with(
                        Callers.with(caller.toBuilder().setRequestId(requestId).build()), peer);
        return Contexts.interceptCall(
                TokenLife.with(context, () -> authenticator.life(credentials)),
                call,
                headers,
                next);
    }

    private Caller caller(
            ServerCall<?, ?> call, Credentials credentials, String requestId, String peer) {
        if (credentials instanceof Credentials.Nothing && anonymous(call)) {
            return Caller.newBuilder().setMethod("anonymous").build();
        }
        try {
            return authenticator.authenticate(credentials);
        } catch (ProblemException e) {
            refusals.refused(
                    verb(call),
                    call.getMethodDescriptor().getFullMethodName(),
                    requestId,
                    peer,
                    e.problem());
            throw e;
        }
    }

    /** The id a client sent, when it is fit for logs; else a new one. Shared with the REST face. */
    public String requestId(@Nullable String sent) {
        return sent != null && REQUEST_ID_FORM.matcher(sent).matches() ? sent : ids.nextText();
    }

    /** The verb of the contract; empty for what is none of it. */
    public static String verb(ServerCall<?, ?> call) {
        return access(call).map(Access::getVerb).orElse("");
    }

    private static boolean anonymous(ServerCall<?, ?> call) {
        return access(call).map(Access::getAnonymous).orElse(false)
                || OPEN_SERVICES.contains(
                        String.valueOf(call.getMethodDescriptor().getServiceName()));
    }

    private static Optional<Access> access(ServerCall<?, ?> call) {
        if (call.getMethodDescriptor().getSchemaDescriptor()
                instanceof ProtoMethodDescriptorSupplier supplier) {
            MethodDescriptor method = supplier.getMethodDescriptor();
            return method.getOptions().hasExtension(Options.access)
                    ? Optional.of(method.getOptions().getExtension(Options.access))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static String peer(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address == null ? "" : address.toString().replaceFirst("^.*/", "");
    }
}
