package dev.joch.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.joch.api.v1.GetVersionRequest;
import dev.joch.api.v1.GetVersionResponse;
import dev.joch.api.v1.ServerServiceGrpc;
import dev.joch.api.v1.WhoAmIRequest;
import dev.joch.api.v1.WhoAmIResponse;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemInterceptor;
import dev.joch.service.problem.ProblemStatus;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@Timeout(30)
final class AuthenticationInterceptorTest {

    /** Answers with the caller it saw. */
    private static final class Probe extends ServerServiceGrpc.ServerServiceImplBase {
        @Override
        public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> out) {
            out.onNext(
                    GetVersionResponse.newBuilder()
                            .setVersion(Callers.current().getMethod())
                            .build());
            out.onCompleted();
        }

        @Override
        public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> out) {
            Caller caller = Callers.current();
            out.onNext(
                    WhoAmIResponse.newBuilder()
                            .setSubject(caller.getSubject())
                            .setMethod(caller.getRequestId())
                            .build());
            out.onCompleted();
        }
    }

    private static final Authenticator GOOD_ONLY =
            credentials -> {
                if (credentials instanceof Credentials.BearerToken bearer
                        && bearer.token().equals("good")) {
                    return Caller.newBuilder()
                            .setSubject("alice")
                            .setTenant("acme")
                            .setMethod("oidc")
                            .build();
                }
                throw new ProblemException(new AccessProblem.Unauthenticated("no"));
            };

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final String name = "interceptor-" + System.identityHashCode(this);
    private final Server server =
            InProcessServerBuilder.forName(name)
                    .addService(new Probe())
                    .addService(new HealthStatusManager().getHealthService())
                    .intercept(
                            new AuthenticationInterceptor(
                                    GOOD_ONLY,
                                    (verb, rpc, id, peer, problem) ->
                                            refusals.add(verb + " " + rpc + " " + problem.reason()),
                                    new Ids(InstantSource.system())))
                    .intercept(new ProblemInterceptor())
                    .build();
    private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private ServerServiceGrpc.ServerServiceBlockingStub with(String... pairs) {
        Metadata headers = new Metadata();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.put(Metadata.Key.of(pairs[i], Metadata.ASCII_STRING_MARSHALLER), pairs[i + 1]);
        }
        return ServerServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static WhoAmIResponse who(ServerServiceGrpc.ServerServiceBlockingStub stub) {
        return stub.whoAmI(WhoAmIRequest.getDefaultInstance());
    }

    private static String reason(ServerServiceGrpc.ServerServiceBlockingStub stub) {
        StatusRuntimeException thrown =
                catchThrowableOfType(StatusRuntimeException.class, () -> who(stub));
        return ProblemStatus.fromException(thrown).orElseThrow().reason();
    }

    @Test
    void tokenBecomesACallerWithARequestId() {
        WhoAmIResponse answer = who(with("authorization", "Bearer good", "x-request-id", "my-id"));
        assertThat(answer.getSubject()).isEqualTo("alice");
        assertThat(answer.getMethod()).isEqualTo("my-id");
        assertThat(who(with("authorization", "bearer good", "x-request-id", "bad id!")).getMethod())
                .as("an id that is not fit for logs is replaced")
                .hasSize(36);
    }

    @Test
    void refusalsAreOnRecord() {
        assertThat(reason(with())).isEqualTo("UNAUTHENTICATED");
        assertThat(reason(with("authorization", "Bearer bad"))).isEqualTo("UNAUTHENTICATED");
        assertThat(refusals)
                .hasSize(2)
                .contains("whoami joch.api.v1.ServerService/WhoAmI UNAUTHENTICATED");
    }

    @Test
    void onlyWhatTheContractSaysIsAnonymous() {
        assertThat(with().getVersion(GetVersionRequest.getDefaultInstance()).getVersion())
                .isEqualTo("anonymous");
        Channel plain = channel;
        assertThatCode(() ->
                        HealthGrpc.newBlockingStub(plain)
                                .check(HealthCheckRequest.getDefaultInstance()))
                .doesNotThrowAnyException();
    }

    @Test
    void tokenOfAnAnonymousCallIsCheckedAllTheSame() {
        StatusRuntimeException thrown =
                catchThrowableOfType(
                        StatusRuntimeException.class,
                        () ->
                                with("authorization", "Bearer bad")
                                        .getVersion(GetVersionRequest.getDefaultInstance()));
        assertThat(thrown.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAUTHENTICATED);
    }

    @Test
    void headerOfTheMeshIsNotBelieved() {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of(
                        "joch-caller-bin",
                        ProtoUtils.metadataMarshaller(Caller.getDefaultInstance())),
                Caller.newBuilder().setSubject("root").setMethod("service").setTenant("*").build());
        var stub =
                ServerServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThat(reason(stub)).isEqualTo("UNAUTHENTICATED");
    }
}
