package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.AGENT;
import static dev.joch.policyengine.EngineDesk.POLICY;
import static dev.joch.policyengine.EngineDesk.call;
import static dev.joch.policyengine.EngineDesk.resource;
import static dev.joch.policyengine.EngineDesk.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.DisableRuleRequest;
import dev.joch.policy.v1.Distributed;
import dev.joch.policy.v1.EnableRuleRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.GetPolicyUseRequest;
import dev.joch.policy.v1.GrantBreakGlassResponse;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.PreflightDocument;
import dev.joch.policy.v1.PreflightRequest;
import dev.joch.policy.v1.PreflightTarget;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.store.DecisionStore;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.testkit.wait.Await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The real module over in-process gRPC on a real Postgres. */
final class PolicyEngineFaceTest {

    private final EngineDesk desk = new EngineDesk();

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void aDenialNamesPolicyVersionRuleAndReasonAndIsRecordedBeforeTheAnswer() {
        EvaluateResponse answer = desk.evaluate(call("external_write"));
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(answer.getPolicy()).isEqualTo("writes");
        assertThat(answer.getPolicyVersion()).isEqualTo("v1");
        assertThat(answer.getRule()).isEqualTo("no-writes");
        assertThat(answer.getReason()).isEqualTo("no-writes");
        desk.restart();
        assertThat(
                        desk.engine()
                                .listDecisions(
                                        ListDecisionsRequest.newBuilder()
                                                .setTenant("acme")
                                                .addDecisions(Decision.DECISION_DENY)
                                                .build())
                                .getDecisionsList())
                .extracting(record -> record.getDecisionId())
                .containsExactly(answer.getDecisionId());
        // what was handed over is there after a restart, too
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void anAllowanceIsRecordedAMomentLaterWithoutPersonalData() {
        EvaluateResponse answer =
                desk.evaluate(
                        call("read_only").setPayload(text("to ann@example.com, +49 30 1234567")));
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_MODIFY);
        assertThat(answer.getModifiedPayload().getStringValue())
                .isEqualTo("to [redacted emails], +49 30 1234567");
        desk.evaluate(call("read_only"));
        Await.until(
                "both are recorded",
                Duration.ofSeconds(10),
                () ->
                        desk.engine()
                                        .listDecisions(
                                                ListDecisionsRequest.newBuilder()
                                                        .setTenant("acme")
                                                        .build())
                                        .getDecisionsCount()
                                == 2);
        assertThat(
                        desk.engine()
                                .listDecisions(
                                        ListDecisionsRequest.newBuilder().setTenant("acme").build())
                                .toString())
                .doesNotContain("example.com")
                .doesNotContain("1234567");
        assertThat(
                        desk.engine()
                                .getPolicyUse(
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
        assertThat(desk.evaluate(call("external_write").setAgent("nobody")).getReason())
                .isEqualTo("agent-unknown");
        assertThat(desk.evaluate(call("read_only").setAgent("nobody")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
    }

    /** No table could keep it, and whoever keeps decisions would try for ever. */
    @Test
    void aNameThatNothingCanHaveIsRefused() {
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> desk.evaluate(call("read_only").setAgent("no\0name")));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    /** Grants cannot be looked for by such a name; that is no reason not to answer. */
    @Test
    void aToolOfWhichTheDatabaseKnowsNoNameIsDenied() {
        EvaluateResponse answer =
                desk.evaluate(call("external_write").putFacts("tool.name", text("no\0name")));
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(answer.getReason()).isEqualTo("no-writes");
    }

    @Test
    void anOlderVersionChangesNothing() {
        desk.distribute(resource(POLICY.replace("deny: true", "redact: true"), 0));
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }

    @Test
    void aPolicyThatDoesNotCompileDeniesAndSaysWhy() {
        Distributed answer =
                desk.distribute(resource(POLICY.replace("model.tier", "model.teir"), 5)).getFirst();
        assertThat(answer.getDiagnostics(0).getField())
                .isEqualTo("spec.rules[2].when[\"model.teir\"]");
        assertThat(answer.getDiagnostics(0).getReason()).isEqualTo("UNKNOWN_FACT");
        EvaluateResponse denied = desk.evaluate(call("read_only"));
        assertThat(denied.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(denied.getReason()).isEqualTo("rule-not-compiled");
        assertThat(denied.getMessage()).contains("rule no-premium").contains("has to mend it");
        assertThat(denied.getMatched(0).getReason()).isEqualTo("rule-not-compiled");
    }

    @Test
    void aRuleThatCannotBeDecidedOnTheFactsSaysSo() {
        EvaluateResponse answer =
                desk.evaluate(
                        call("read_only")
                                .putFacts(
                                        "model.tier",
                                        Value.newBuilder().setNumberValue(5).build()));
        assertThat(answer.getReason()).isEqualTo("rule-failed");
        assertThat(answer.getMessage()).contains("could not be decided on these facts");
    }

    @Test
    void whatNoReplicaCouldReadIsNotKept() {
        Resource bad =
                resource(POLICY, 5).toBuilder().setSpec(resource(AGENT, 5).getSpec()).build();
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> desk.distribute(bad));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        desk.restart();
        assertThat(desk.evaluate(call("external_write")).getPolicyVersion()).isEqualTo("v1");
    }

    @Test
    void aDecisionThatIsWrittenTwiceCountsOnce() {
        desk.evaluate(call("external_write"));
        RecordedDecision decision =
                desk.engine()
                        .listDecisions(ListDecisionsRequest.newBuilder().setTenant("acme").build())
                        .getDecisions(0);
        desk.bean(DecisionStore.class)
                .write(List.of(new DecisionStore.Entry(decision, List.of("ns/writes"), List.of())));
        assertThat(
                        desk.engine()
                                .getPolicyUse(
                                        GetPolicyUseRequest.newBuilder()
                                                .setPolicy(
                                                        ResourceKeys.of(
                                                                "acme", "Policy", "ns", "writes"))
                                                .build())
                                .getDenials())
                .isEqualTo(1);
    }

    @Test
    void aDoubtfulRuleIsAWarningAndThePolicyHolds() {
        Distributed answer =
                desk.distribute(
                                resource(
                                        POLICY.replace(
                                                "{ model.tier: premium }",
                                                "{ tool.name: t, memory.type: working }"),
                                        5))
                        .getFirst();
        assertThat(answer.getDiagnosticsList())
                .extracting(found -> found.getSeverity() + " " + found.getReason())
                .containsExactly("SEVERITY_WARNING RULE_NEVER_MATCHES");
        assertThat(desk.evaluate(call("external_write")).getPolicyVersion()).isEqualTo("v5");
    }

    @Test
    void theRegionIsWhatTheEnvironmentSays() {
        String policy =
                """
                apiVersion: joch.dev/v1alpha1
                kind: Policy
                metadata: { name: writes, namespace: ns }
                spec:
                  appliesTo: { agents: { selector: { matchLabels: { tier: gold } } } }
                  rules:
                    - when: { environment.region: eu-central }
                      action: { deny: true, reason: not-in-europe }
                """;
        desk.distribute(resource(policy, 5));
        var claimed = call("external_write").putFacts("environment.region", text("eu-central"));
        assertThat(desk.evaluate(claimed).getDecision())
                .as("nobody has described the environment")
                .isEqualTo(Decision.DECISION_ALLOW);
        desk.distribute(
                resource(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Environment
                        metadata: { name: dev }
                        spec: { region: eu-central }
                        """,
                        6));
        assertThat(desk.evaluate(call("external_write")).getReason()).isEqualTo("not-in-europe");
        assertThat(
                        desk.evaluate(
                                        call("external_write")
                                                .putFacts("environment.region", text("us")))
                                .getReason())
                .isEqualTo("not-in-europe");
    }

    @Test
    void aRuleOutOfForceComesBackByItself() {
        DisableRuleRequest.Builder disable =
                DisableRuleRequest.newBuilder()
                        .setPolicy(ResourceKeys.of("acme", "Policy", "ns", "writes"))
                        .setRule("no-writes")
                        .setSeconds(1)
                        .setReason("night");
        desk.engine().disableRule(disable.build());
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        Await.until(
                "the rule holds again",
                Duration.ofSeconds(10),
                () ->
                        desk.evaluate(call("external_write").setDryRun(true)).getDecision()
                                == Decision.DECISION_DENY);
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> desk.engine().disableRule(disable.setRule("no-such").build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThrows(
                StatusRuntimeException.class,
                () ->
                        desk.engine()
                                .enableRule(
                                        EnableRuleRequest.newBuilder()
                                                .setPolicy(disable.getPolicy())
                                                .setRule("no-writes")
                                                .build()));
    }

    @Test
    void aGrantLetsOneCallPassHoweverManyTry() throws InterruptedException, ExecutionException {
        GrantBreakGlassResponse grant = desk.grant("t");
        assertThat(grant.getEffectivePoliciesList()).containsExactly("writes@v1");
        List<Future<EvaluateResponse>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                calls.add(threads.submit(() -> desk.evaluate(call("external_write"))));
            }
        }
        int passed = 0;
        for (Future<EvaluateResponse> call : calls) {
            passed += call.get().getBreakGlassGrant().isEmpty() ? 0 : 1;
        }
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void aGrantIsForOneToolAndNoOther() {
        assertThrows(StatusRuntimeException.class, () -> desk.grant(""));
        desk.grant("another");
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
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
                desk.engine()
                        .preflight(
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
}
