package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;

import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.PatchResourceRequest;
import dev.joch.api.v1.ResourceServiceGrpc;
import dev.joch.api.v1.Source;
import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.common.v1.Diagnostics;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.testkit.wait.Await;

import io.grpc.CallCredentials;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class GrpcFaceTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private TestEdge edge;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        edge = TestEdge.start();
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", edge.grpc.port())
                        .usePlaintext()
                        .maxInboundMessageSize(16 << 20)
                        .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        edge.close();
    }

    /** Shows a token. */
    private static final class Token extends CallCredentials {
        private final String token;

        Token(String token) {
            this.token = token;
        }

        @Override
        public void applyRequestMetadata(
                RequestInfo info, Executor executor, MetadataApplier applier) {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + token);
            applier.apply(headers);
        }
    }

    private ResourceServiceGrpc.ResourceServiceBlockingStub as(String token) {
        return ResourceServiceGrpc.newBlockingStub(channel).withCallCredentials(new Token(token));
    }

    private static ApplyResourcesRequest yaml(String text) {
        return ApplyResourcesRequest.newBuilder()
                .addSources(
                        Source.newBuilder()
                                .setName("a.yaml")
                                .setContent(ByteString.copyFromUtf8(text)))
                .build();
    }

    private static Resource model(String name) {
        return Resource.newBuilder()
                .setKind("Model")
                .setMetadata(ObjectMeta.newBuilder().setName(name))
                .setSpec(
                        Kinds.kind("Model")
                                .spec()
                                .pack(
                                        ModelSpec.newBuilder()
                                                .setProvider("openai")
                                                .setModel("m")
                                                .build()))
                .build();
    }

    private static Status refusal(Runnable call) {
        StatusRuntimeException thrown =
                catchThrowableOfType(StatusRuntimeException.class, call::run);
        return Objects.requireNonNull(StatusProto.fromThrowable(thrown));
    }

    private static String reason(Status status) {
        return ProblemStatus.find(status, ErrorInfo.class).orElseThrow().getReason();
    }

    @Test
    void textsAndTypedResourcesAreAppliedTogether() {
        var answer =
                as("admin")
                        .applyResources(
                                yaml(Documents.agent("a")).toBuilder()
                                        .addResources(model("m"))
                                        .build());
        assertThat(answer.getResultsList())
                .extracting(r -> r.getAction())
                .containsExactly("created", "created");
        assertThat(answer.getResults(1).getResource().getApiVersion())
                .isEqualTo("model.joch.dev/v1alpha1");
        var got =
                as("admin")
                        .getResource(
                                GetResourceRequest.newBuilder()
                                        .setKind("models")
                                        .setName("m")
                                        .build());
        assertThat(got.getResource().getMetadata().getTenant()).isEqualTo("default");
    }

    @Test
    void refusalsCarryReasonAndDiagnostics() {
        Status invalid =
                refusal(() ->
                        as("admin")
                                .applyResources(
                                        yaml(Documents.agent("a").replace("spec:", "spek:"))));
        assertThat(reason(invalid)).isEqualTo("MANIFEST_INVALID");
        assertThat(
                        ProblemStatus.find(invalid, Diagnostics.class)
                                .orElseThrow()
                                .getDiagnosticsList())
                .anyMatch(d -> d.getSource().equals("a.yaml") && d.getLine() == 7);
        Resource confused = model("m").toBuilder().setKind("Agent").build();
        Status typed =
                refusal(() ->
                        as("admin")
                                .applyResources(
                                        ApplyResourcesRequest.newBuilder()
                                                .addResources(confused)
                                                .build()));
        assertThat(
                        ProblemStatus.find(typed, Diagnostics.class)
                                .orElseThrow()
                                .getDiagnostics(0)
                                .getReason())
                .isEqualTo("WRONG_TYPE");
        assertThat(edge.store.size()).isZero();
    }

    @Test
    void limitsOfTheContractHold() {
        assertThat(
                        refusal(() ->
                                        as("admin")
                                                .listResources(
                                                        ListResourcesRequest.newBuilder()
                                                                .setPageSize(1001)
                                                                .build()))
                                .getMessage())
                .contains("limit")
                .contains("0 to 1000");
        assertThat(
                        reason(
                                refusal(() ->
                                        as("admin")
                                                .getResource(
                                                        GetResourceRequest.getDefaultInstance()))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(
                        reason(
                                refusal(() ->
                                        as("admin")
                                                .applyResources(
                                                        yaml("x").toBuilder()
                                                                .setNamespace("n".repeat(64))
                                                                .build()))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reason(refusal(() -> as("admin").applyResources(yaml("#".repeat(9 << 20))))))
                .isEqualTo("TOO_LARGE");
    }

    @Test
    void withoutATokenOnlyHealthAnswers() {
        assertThat(
                        reason(
                                refusal(() ->
                                        ResourceServiceGrpc.newBlockingStub(channel)
                                                .listResources(
                                                        ListResourcesRequest
                                                                .getDefaultInstance()))))
                .isEqualTo("UNAUTHENTICATED");
        assertThat(
                        HealthGrpc.newBlockingStub(channel)
                                .check(
                                        HealthCheckRequest.newBuilder()
                                                .setService("joch.api.v1.ResourceService")
                                                .build())
                                .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(reflected("").poll()).isNull();
    }

    @Test
    void reflectionTellsTheContract() throws InterruptedException {
        ServerReflectionResponse told = reflected("admin").poll(10, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("joch.api.v1.ResourceService", "joch.api.v1.ServerService");
    }

    private LinkedBlockingQueue<ServerReflectionResponse> reflected(String token) {
        LinkedBlockingQueue<ServerReflectionResponse> told = new LinkedBlockingQueue<>();
        var stub = ServerReflectionGrpc.newStub(channel);
        StreamObserver<ServerReflectionRequest> ask =
                (token.isEmpty() ? stub : stub.withCallCredentials(new Token(token)))
                        .serverReflectionInfo(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse response) {
                                        told.add(response);
                                    }

                                    @Override
                                    public void onError(Throwable refused) {}

                                    @Override
                                    public void onCompleted() {}
                                });
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
        ask.onCompleted();
        return told;
    }

    @Test
    void patchesWorkLikeOverRest() {
        as("admin").applyResources(yaml(Documents.agent("p")));
        var patched =
                as("admin")
                        .patchResource(
                                PatchResourceRequest.newBuilder()
                                        .setKind("agents")
                                        .setNamespace("payments")
                                        .setName("p")
                                        .setPatch(
                                                ByteString.copyFromUtf8(
                                                        "{\"spec\":{\"description\":null}}"))
                                        .build());
        assertThat(patched.getAction()).isEqualTo("configured");
        assertThat(patched.getResource().getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void watchesStreamAndLeaveNothingBehind() {
        edge.given(Documents.agent("before"));
        Context.CancellableContext client = Context.current().withCancellation();
        Iterator<WatchResourcesResponse> changes = call(client.wrap(() -> agents()));
        assertThat(changes.next().getObject().getMetadata().getName()).isEqualTo("before");
        assertThat(changes.next().getInitialEnd()).isTrue();
        edge.given(Documents.agent("after"));
        assertThat(nextChange(changes).getObject().getMetadata().getName()).isEqualTo("after");
        edge.store.goAway();
        edge.given(Documents.agent("while-away"));
        edge.store.comeBack();
        assertThat(nextChange(changes).getObject().getMetadata().getName()).isEqualTo("while-away");
        client.cancel(null);
        Await.until("the watch is gone", SOON, () -> edge.watches.size() == 0);
        // the gate's own watch stays
        Await.until("the store has lost it too", SOON, () -> edge.store.watches() <= 1);
    }

    private Iterator<WatchResourcesResponse> agents() {
        return as("admin")
                .watchResources(WatchResourcesRequest.newBuilder().setKind("agents").build());
    }

    private static <T> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static WatchResourcesResponse nextChange(Iterator<WatchResourcesResponse> changes) {
        WatchResourcesResponse change = changes.next();
        while (change.getType().equals("BOOKMARK")) {
            change = changes.next();
        }
        return change;
    }

    @Test
    void aClientThatReadsNothingIsCutOffWithAReason() {
        String big = "x".repeat(100_000);
        Iterator<WatchResourcesResponse> changes =
                as("admin").watchResources(WatchResourcesRequest.getDefaultInstance());
        assertThat(changes.next().getInitialEnd()).isTrue();
        for (int i = 0; i < 300; i++) {
            edge.given(Documents.agent("big-" + i, "payments", big));
        }
        Await.until("the watch is over", SOON, () -> edge.watches.size() == 0);
        assertThat(reason(refusal(() -> changes.forEachRemaining(change -> {}))))
                .isEqualTo("SLOW_WATCHER");
    }
}
