package dev.joch.policyengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.DisableRuleRequest;
import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.Distributed;
import dev.joch.policy.v1.EnableRuleRequest;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.GetPolicyUseRequest;
import dev.joch.policy.v1.GrantBreakGlassRequest;
import dev.joch.policy.v1.HandleHookRequest;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.policy.v1.PreflightDocument;
import dev.joch.policy.v1.PreflightRequest;
import dev.joch.policy.v1.PreflightTarget;
import dev.joch.policy.v1.PreviewPoliciesRequest;
import dev.joch.policy.v1.PreviewPoliciesResponse;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The real module over in-process gRPC on a real Postgres. */
final class PolicyEngineFaceTest {

    private static final String POLICY =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Policy
            metadata: { name: writes, namespace: ns }
            spec:
              appliesTo: { agents: { selector: { matchLabels: { tier: gold } } } }
              rules:
                - name: no-writes
                  when: { tool.sideEffect: external_write }
                  action: { deny: true, reason: no-writes }
                - name: no-pii
                  when: { data.contains: pii }
                  action: { redact: true, redactionRules: [emails] }
                - name: no-premium
                  when: { model.tier: premium }
                  action: { deny: true, reason: too-dear }
            """;

    private static final String AGENT =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata: { name: a, namespace: ns, labels: { owner: x, tier: gold, env: dev } }
            spec: { framework: { adapterRef: { name: f } } }
            """;

    private final String jdbc = TestPostgres.server().newDatabase();
    private JochProcess process = start();

    private JochProcess start() {
        return JochProcess.start(
                List.of("policy-engine"), List.of(), Map.of("joch.database.url", jdbc));
    }

    @BeforeEach
    void distributed() {
        distribute(resource(POLICY, 1), resource(AGENT, 2));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private PolicyServiceBlockingStub engine() {
        return PolicyServiceGrpc.newBlockingStub(
                process.bean(MeshChannels.class).to("policy-engine"));
    }

    private static Resource resource(String yaml, long version) {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(new Text("test", ByteString.copyFromUtf8(yaml))),
                        DecodeLimits.standard());
        Resource.Builder resource = decoded.documents().getFirst().resource().toBuilder();
        resource.getMetadataBuilder()
                .setTenant("acme")
                .setGeneration(version)
                .setResourceVersion("" + version);
        return resource.build();
    }

    private List<Distributed> distribute(Resource... resources) {
        return engine().distribute(
                        DistributeRequest.newBuilder().addAllResources(List.of(resources)).build())
                .getDistributedList();
    }

    private static EvaluateRequest.Builder call(String sideEffect) {
        return EvaluateRequest.newBuilder()
                .setTenant("acme")
                .setNamespace("ns")
                .setAgent("a")
                .setHook("steps/toolCallRequest")
                .putFacts("tool.name", text("t"))
                .putFacts("tool.sideEffect", text(sideEffect));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private EvaluateResponse evaluate(EvaluateRequest.Builder request) {
        return engine().evaluate(request.build());
    }

    @Test
    void aDenialNamesPolicyVersionRuleAndReasonAndIsRecordedBeforeTheAnswer() {
        EvaluateResponse answer = evaluate(call("external_write"));
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(answer.getPolicy()).isEqualTo("writes");
        assertThat(answer.getPolicyVersion()).isEqualTo("v1");
        assertThat(answer.getRule()).isEqualTo("no-writes");
        assertThat(answer.getReason()).isEqualTo("no-writes");
        process.close();
        process = start();
        assertThat(
                        engine().listDecisions(
                                        ListDecisionsRequest.newBuilder()
                                                .setTenant("acme")
                                                .addDecisions(Decision.DECISION_DENY)
                                                .build())
                                .getDecisionsList())
                .extracting(record -> record.getDecisionId())
                .containsExactly(answer.getDecisionId());
        // what was handed over is there after a restart, too
        assertThat(evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void anAllowanceIsRecordedAMomentLaterWithoutPersonalData() {
        EvaluateResponse answer =
                evaluate(call("read_only").setPayload(text("to ann@example.com, +49 30 1234567")));
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_MODIFY);
        assertThat(answer.getModifiedPayload().getStringValue())
                .isEqualTo("to [redacted emails], +49 30 1234567");
        evaluate(call("read_only"));
        Await.until(
                "both are recorded",
                Duration.ofSeconds(10),
                () ->
                        engine().listDecisions(
                                                ListDecisionsRequest.newBuilder()
                                                        .setTenant("acme")
                                                        .build())
                                        .getDecisionsCount()
                                == 2);
        assertThat(
                        engine().listDecisions(
                                        ListDecisionsRequest.newBuilder().setTenant("acme").build())
                                .toString())
                .doesNotContain("example.com")
                .doesNotContain("1234567");
        assertThat(
                        engine().getPolicyUse(
                                        GetPolicyUseRequest.newBuilder()
                                                .setPolicy(
                                                        ResourceKeys.of(
                                                                "acme", "Policy", "ns", "writes"))
                                                .build())
                                .getModifications())
                .isEqualTo(1);
    }

    @Test
    void anUnknownAgentMayDoNothingThatLeavesTraces() {
        assertThat(evaluate(call("external_write").setAgent("nobody")).getReason())
                .isEqualTo("agent-unknown");
        assertThat(evaluate(call("read_only").setAgent("nobody")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void anOlderVersionChangesNothing() {
        distribute(resource(POLICY.replace("deny: true", "redact: true"), 0));
        assertThat(evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void aPolicyThatDoesNotCompileDeniesAndSaysWhy() {
        Distributed answer =
                distribute(resource(POLICY.replace("model.tier", "model.teir"), 5)).getFirst();
        assertThat(answer.getDiagnostics(0).getField())
                .isEqualTo("spec.rules[2].when[\"model.teir\"]");
        assertThat(evaluate(call("read_only")).getDecision()).isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void aRuleOutOfForceComesBackByItself() {
        DisableRuleRequest.Builder disable =
                DisableRuleRequest.newBuilder()
                        .setPolicy(ResourceKeys.of("acme", "Policy", "ns", "writes"))
                        .setRule("no-writes")
                        .setSeconds(1)
                        .setReason("night");
        engine().disableRule(disable.build());
        assertThat(evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        Await.until(
                "the rule holds again",
                Duration.ofSeconds(10),
                () ->
                        evaluate(call("external_write").setDryRun(true)).getDecision()
                                == Decision.DECISION_DENY);
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> engine().disableRule(disable.setRule("no-such").build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThrows(
                StatusRuntimeException.class,
                () ->
                        engine().enableRule(
                                        EnableRuleRequest.newBuilder()
                                                .setPolicy(disable.getPolicy())
                                                .setRule("no-writes")
                                                .build()));
    }

    @Test
    void aGrantLetsOneCallPassHoweverManyTry() throws InterruptedException, ExecutionException {
        engine().grantBreakGlass(
                        GrantBreakGlassRequest.newBuilder()
                                .setTenant("acme")
                                .setNamespace("ns")
                                .setAgent("a")
                                .setHook("steps/toolCallRequest")
                                .setTool("t")
                                .setSeconds(60)
                                .setReason("outage")
                                .build());
        List<Future<EvaluateResponse>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                calls.add(threads.submit(() -> evaluate(call("external_write"))));
            }
        }
        int passed = 0;
        for (Future<EvaluateResponse> call : calls) {
            passed += call.get().getBreakGlassGrant().isEmpty() ? 0 : 1;
        }
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void theStandardIsAnsweredInItsOwnForm() throws IOException {
        JsonNode denied =
                hook(
                        "steps/toolCallRequest",
                        "\"facts\":{\"tool.sideEffect\":\"external_write\"},");
        assertThat(denied.path("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(denied.path("id").asText()).isEqualTo("7");
        assertThat(denied.path("result").path("decision").asText()).isEqualTo("deny");
        assertThat(denied.path("result").path("message").asText()).isNotEmpty();
        assertThat(denied.path("result").path("policyId").asText()).isEqualTo("writes");
        assertThat(denied.path("result").path("reasonCode").get(0).asText()).isEqualTo("writes@v1");
        JsonNode modified =
                hook("steps/toolCallRequest", "\"facts\":{\"tool.sideEffect\":\"read_only\"},");
        assertThat(modified.path("result").path("decision").asText()).isEqualTo("modify");
        JsonNode whole = modified.path("result").path("modifiedRequest");
        assertThat(whole.path("method").asText()).isEqualTo("steps/toolCallRequest");
        assertThat(
                        whole.path("params")
                                .path("toolCallRequest")
                                .path("inputs")
                                .get(0)
                                .path("value")
                                .asText())
                .isEqualTo("[redacted emails]");
        assertThat(hook("steps/unheardOf", "").path("error").path("code").asInt())
                .isEqualTo(-32601);
        assertThat(answer("nonsense").path("error").path("code").asInt()).isEqualTo(-32700);
        assertThat(
                        answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                                .path("result")
                                .path("status")
                                .asText())
                .isEqualTo("connected");
    }

    private JsonNode hook(String method, String facts) throws IOException {
        return answer(
                """
                {"jsonrpc":"2.0","id":"7","method":"%s","params":{%s
                 "context":{"agent":{"name":"ns/a"},"session":{"id":"s"},"turnId":"t","stepId":"x"},
                 "toolCallRequest":{"toolId":"t","inputs":[{"name":"to","value":"ann@example.com"}]}}}
                """
                        .formatted(method, facts));
    }

    private JsonNode answer(String message) throws IOException {
        return new ObjectMapper()
                .readTree(
                        engine().handleHook(
                                        HandleHookRequest.newBuilder()
                                                .setTenant("acme")
                                                .setMessage(ByteString.copyFromUtf8(message))
                                                .build())
                                .getMessage()
                                .newInput());
    }

    @Test
    void whatAnAgentLeadsToIsJudgedBeforeItIsStored() {
        Resource premium =
                resource(
                        """
                        apiVersion: model.joch.dev/v1alpha1
                        kind: Model
                        metadata: { name: big }
                        spec: { provider: openai, model: big, tier: premium }
                        """,
                        1);
        var answer =
                engine().preflight(
                                PreflightRequest.newBuilder()
                                        .setTenant("acme")
                                        .addDocuments(
                                                PreflightDocument.newBuilder()
                                                        .setResource(resource(AGENT, 3))
                                                        .setEnvironment("dev")
                                                        .addTargets(
                                                                PreflightTarget.newBuilder()
                                                                        .setField(
                                                                                "spec.modelRoute.routeRef.name")
                                                                        .setWay("ModelRoute r")
                                                                        .setResource(premium)))
                                        .build());
        assertThat(answer.getDiagnosticsCount()).isEqualTo(1);
        assertThat(answer.getDiagnostics(0).getReason()).isEqualTo("PREFLIGHT_DENIED");
        assertThat(answer.getDiagnostics(0).getField()).isEqualTo("spec.modelRoute.routeRef.name");
        assertThat(answer.getDiagnostics(0).getMessage())
                .contains("writes@v1")
                .contains("too-dear");
        assertThat(answer.getEffectivePolicies(0).getPoliciesList()).containsExactly("writes@v1");
    }

    @Test
    void aDraftIsTriedOnWhatWasDecided() {
        evaluate(call("external_write"));
        PreviewPoliciesResponse preview =
                engine().previewPolicies(
                                PreviewPoliciesRequest.newBuilder()
                                        .setTenant("acme")
                                        .addDrafts(
                                                resource(
                                                        POLICY.replace(
                                                                "external_write", "financial"),
                                                        1))
                                        .build());
        assertThat(preview.getReplayed()).isEqualTo(1);
        assertThat(preview.getChanged()).isEqualTo(1);
        assertThat(preview.getExamples(0).getNow().getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        assertThat(preview.getAgentsCount()).isEqualTo(1);
        assertThat(evaluate(call("external_write").setDryRun(true)).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }
}
