package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;

import dev.joch.api.v1.AgBomServiceGrpc;
import dev.joch.api.v1.DiffAgentBillsRequest;
import dev.joch.api.v1.DisableRuleRequest;
import dev.joch.api.v1.EnableRuleRequest;
import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.GrantBreakGlassRequest;
import dev.joch.api.v1.HandleHookRequest;
import dev.joch.api.v1.HandleHookResponse;
import dev.joch.api.v1.ListAgentBillsRequest;
import dev.joch.api.v1.ListDecisionsRequest;
import dev.joch.api.v1.ListDisabledRulesRequest;
import dev.joch.api.v1.ListResourceHistoryRequest;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.PolicyServiceGrpc;
import dev.joch.api.v1.PreviewPoliciesRequest;
import dev.joch.api.v1.RefreshAgentBillRequest;
import dev.joch.api.v1.ResourceServiceGrpc;
import dev.joch.api.v1.Source;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.testkit.wait.Await;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Manifests, bills of materials and policy over gRPC: each call once as it should be, once with
 * something wrong in it, once without the right to it.
 */
@Timeout(60)
class GovernanceGrpcTest {

    private static final String SPACE = "payments";
    private static final String POLICY =
            "{apiVersion: joch.dev/v1alpha1, kind: Policy, metadata: {name: p, namespace: payments},"
                    + " spec: {rules: [{name: r, when: {tool.name: t}, action: {deny: true}}]}}\n";
    private static final String REST_OF_THE_STORE =
            """
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Agent, metadata: {name: triage, namespace: payments}, spec: {}}
            ---
            {apiVersion: joch.dev/v1alpha1, kind: Team, metadata: {name: pay}, spec: {namespaces: [payments], members: [{user: carol, role: break-glass}]}}
            """;

    private static TestEdge edge;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        edge = TestEdge.start();
        edge.given(POLICY + REST_OF_THE_STORE);
        edge.compiler.given(SPACE, "triage", 1, "dev");
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", edge.grpc.port())
                        .usePlaintext()
                        .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        edge.close();
    }

    /**
     * One call.
     *
     * @param caller who may do it
     * @param bad the same with something wrong
     * @param reason why that is refused; empty where nothing can be wrong
     */
    private record Face(
            MethodDescriptor<? extends Message, ? extends Message> rpc,
            String caller,
            Message good,
            Message bad,
            String reason) {

        @Override
        public String toString() {
            return rpc.getFullMethodName() + " " + good.getDescriptorForType().getName();
        }
    }

    private static Face face(
            MethodDescriptor<? extends Message, ? extends Message> rpc,
            Message.Builder good,
            Message.Builder bad) {
        return new Face(rpc, "admin", good.build(), bad.build(), "INVALID_ARGUMENT");
    }

    static Stream<Face> faces() {
        return Stream.of(bills(), policies(), manifests()).flatMap(List::stream);
    }

    private static List<Face> bills() {
        var get = GetAgentBillRequest.newBuilder().setNamespace(SPACE).setName("triage");
        var refresh = RefreshAgentBillRequest.newBuilder().setNamespace(SPACE).setName("triage");
        var diff =
                DiffAgentBillsRequest.newBuilder().setNamespace(SPACE).setName("triage").setFrom(3);
        return List.of(
                face(AgBomServiceGrpc.getGetAgentBillMethod(), get, get.clone().setFormat("pdf")),
                face(
                        AgBomServiceGrpc.getListAgentBillsMethod(),
                        ListAgentBillsRequest.newBuilder().setHighRisk(true),
                        ListAgentBillsRequest.newBuilder().setPageSize(1001)),
                face(
                        AgBomServiceGrpc.getRefreshAgentBillMethod(),
                        refresh,
                        refresh.clone().clearName()),
                face(AgBomServiceGrpc.getDiffAgentBillsMethod(), diff, diff.clone().setFrom(0)));
    }

    private static List<Face> policies() {
        var disable =
                DisableRuleRequest.newBuilder()
                        .setNamespace(SPACE)
                        .setPolicy("p")
                        .setRule("r")
                        .setSeconds(60)
                        .setReason("incident");
        var enable = EnableRuleRequest.newBuilder().setNamespace(SPACE).setPolicy("p").setRule("r");
        var glass =
                GrantBreakGlassRequest.newBuilder()
                        .setNamespace(SPACE)
                        .setAgent("triage")
                        .setHook("steps/toolCallRequest")
                        .setSeconds(60)
                        .setReason("incident");
        return List.of(
                face(
                        PolicyServiceGrpc.getPreviewPoliciesMethod(),
                        preview(POLICY),
                        preview(model())),
                face(
                        PolicyServiceGrpc.getListDecisionsMethod(),
                        ListDecisionsRequest.newBuilder().setDecision("deny"),
                        ListDecisionsRequest.newBuilder().setDecision("perhaps")),
                face(
                        PolicyServiceGrpc.getDisableRuleMethod(),
                        disable,
                        disable.clone().setSeconds(86_401)),
                face(PolicyServiceGrpc.getEnableRuleMethod(), enable, enable.clone().clearRule()),
                new Face(
                        PolicyServiceGrpc.getListDisabledRulesMethod(),
                        "admin",
                        ListDisabledRulesRequest.getDefaultInstance(),
                        ListDisabledRulesRequest.getDefaultInstance(),
                        ""),
                new Face(
                        PolicyServiceGrpc.getGrantBreakGlassMethod(),
                        "carol",
                        glass.build(),
                        glass.clone().setSeconds(3_601).build(),
                        "INVALID_ARGUMENT"));
    }

    private static PreviewPoliciesRequest.Builder preview(String text) {
        return PreviewPoliciesRequest.newBuilder()
                .addSources(
                        Source.newBuilder()
                                .setName("draft.yaml")
                                .setContent(ByteString.copyFromUtf8(text)));
    }

    private static String model() {
        return "{apiVersion: joch.dev/v1alpha1, kind: Model, metadata: {name: m}, spec: {provider: o, model: m}}";
    }

    private static List<Face> manifests() {
        var get =
                GetResourceRequest.newBuilder()
                        .setKind("manifests")
                        .setNamespace(SPACE)
                        .setName("triage-g1")
                        .setEnvironment("dev");
        var history =
                ListResourceHistoryRequest.newBuilder()
                        .setKind("manifests")
                        .setNamespace(SPACE)
                        .setName("triage-g1");
        var list = ListResourcesRequest.newBuilder().setKind("manifests").setAgent("triage");
        return List.of(
                new Face(
                        ResourceServiceGrpc.getGetResourceMethod(),
                        "admin",
                        get.build(),
                        get.clone().setEnvironment("qa").build(),
                        "MANIFEST_NOT_FOUND"),
                new Face(
                        ResourceServiceGrpc.getListResourceHistoryMethod(),
                        "admin",
                        history.build(),
                        history.clone().setName("triage").build(),
                        "MANIFEST_NOT_FOUND"),
                new Face(
                        ResourceServiceGrpc.getListResourcesMethod(),
                        "admin",
                        list.build(),
                        list.clone().setKind("manifests,agents").build(),
                        "INVALID_PARAMETER"));
    }

    @ParameterizedTest
    @MethodSource("faces")
    void whoMayIsAnswered(Face face) {
        // teams are learnt from the feed
        Await.until("it is answered", Duration.ofSeconds(10), () -> answers(face));
    }

    private static boolean answers(Face face) {
        try {
            return call(face.rpc(), face.caller(), face.good()).isInitialized();
        } catch (StatusRuntimeException e) {
            if (reason(e).equals("FORBIDDEN")) {
                return false;
            }
            throw e;
        }
    }

    @ParameterizedTest
    @MethodSource("faces")
    void whatIsWrongIsRefusedWithItsReason(Face face) {
        if (face.reason().isEmpty()) {
            assertThat(face.bad().getDescriptorForType().getFields()).isEmpty();
        } else {
            assertThat(refusal(face, face.caller(), face.bad())).isEqualTo(face.reason());
        }
    }

    @ParameterizedTest
    @MethodSource("faces")
    void whoMayNotIsRefusedBeforeAnythingElseIsTold(Face face) {
        assertThat(refusal(face, "stranger", face.good())).isEqualTo("FORBIDDEN");
        assertThat(refusal(face, "", face.good())).isEqualTo("UNAUTHENTICATED");
    }

    /** Its refusals are in JSON-RPC. */
    @Test
    void hooksAreForServicesOnly() {
        Message message =
                HandleHookRequest.newBuilder()
                        .setMessage(
                                ByteString.copyFromUtf8(
                                        "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"ping\"}"))
                        .build();
        assertThat(hook("service", message)).contains("\"result\"");
        assertThat(hook("stranger", message)).contains("\"error\"", "FORBIDDEN");
        Message wrong = HandleHookRequest.newBuilder().setNamespace("n".repeat(64)).build();
        assertThat(hook("service", wrong)).contains("\"error\"", "INVALID_ARGUMENT");
    }

    private static String hook(String caller, Message message) {
        Message answer = call(PolicyServiceGrpc.getHandleHookMethod(), caller, message);
        return ((HandleHookResponse) answer).getMessage().toStringUtf8();
    }

    @Test
    void noCallIsLeftOut() {
        Stream<String> all =
                Stream.of(
                                AgBomServiceGrpc.getServiceDescriptor(),
                                PolicyServiceGrpc.getServiceDescriptor())
                        .flatMap(service -> service.getMethods().stream())
                        .map(MethodDescriptor::getFullMethodName)
                        .filter(name -> !name.endsWith("/HandleHook"));
        assertThat(faces().map(face -> face.rpc().getFullMethodName())).containsAll(all.toList());
    }

    private static String refusal(Face face, String caller, Message request) {
        StatusRuntimeException refused =
                catchThrowableOfType(
                        StatusRuntimeException.class, () -> call(face.rpc(), caller, request));
        assertThat(refused).as("a refusal of " + face).isNotNull();
        return reason(refused);
    }

    private static String reason(StatusRuntimeException refused) {
        return ProblemStatus.find(
                        Objects.requireNonNull(StatusProto.fromThrowable(refused)), ErrorInfo.class)
                .map(ErrorInfo::getReason)
                .orElse("none: " + refused.getMessage());
    }

    @SuppressWarnings("unchecked")
    private static Message call(
            MethodDescriptor<? extends Message, ? extends Message> rpc,
            String caller,
            Message request) {
        Metadata headers = new Metadata();
        if (!caller.isEmpty()) {
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + caller);
        }
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(
                        channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                (MethodDescriptor<Message, Message>) rpc,
                CallOptions.DEFAULT.withDeadlineAfter(20, java.util.concurrent.TimeUnit.SECONDS),
                request);
    }
}
