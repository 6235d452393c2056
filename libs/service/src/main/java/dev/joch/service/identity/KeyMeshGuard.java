package dev.joch.service.identity;

import dev.joch.service.id.Ids;
import dev.joch.service.identity.IdentityProblem.Cause;
import dev.joch.service.mesh.MeshGuard;
import dev.joch.service.problem.ProblemException;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Contexts;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import java.time.InstantSource;
import java.util.Optional;

/** Services prove themselves by tokens that their own keys sign. */
public final class KeyMeshGuard implements MeshGuard {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";

    /** Asked by whoever watches over processes; it says nothing but that one runs. */
    private static final String HEALTH = "grpc.health.v1.Health";

    private final ServiceTokens tokens;
    private final ServiceTokenCheck check;

    public KeyMeshGuard(IdentityConfig config, Ids ids, InstantSource clock) {
        this.tokens = new ServiceTokens(config.name(), new OwnKey(config.keyFile()), ids, clock);
        this.check =
                new ServiceTokenCheck(
                        config.name(), new TrustFolder(config.trustFolder(), clock), clock);
    }

    @Override
    public ClientInterceptor towards(String peer) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        // never beside another: a token of a caller must not go on to a peer
                        headers.discardAll(AUTHORIZATION);
                        headers.put(AUTHORIZATION, SCHEME + tokens.forPeer(peer));
                        super.start(listener, headers);
                    }
                };
            }
        };
    }

    @Override
    public ServerInterceptor inbound() {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                if (HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
                    return next.startCall(call, headers);
                }
                String header = headers.get(AUTHORIZATION);
                if (header == null) {
                    throw new ProblemException(
                            new IdentityProblem.PeerRefused(Cause.SERVICE_TOKEN_MISSING));
                }
                if (!header.startsWith(SCHEME)) {
                    throw new ProblemException(
                            new IdentityProblem.PeerRefused(Cause.SERVICE_TOKEN_MALFORMED));
                }
                String service = check.check(header.substring(SCHEME.length()));
                return Contexts.interceptCall(CallingService.with(service), call, headers, next);
            }
        };
    }

    @Override
    public Optional<String> service(String token) {
        return Optional.of(check.check(token));
    }
}
