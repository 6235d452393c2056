package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.call;
import static dev.joch.policyengine.EngineDesk.resource;
import static dev.joch.policyengine.EngineDesk.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine knows of tools, servers and models without being told by who asks. */
final class KnownFactsTest {

    private static final String TOOL =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Tool
            metadata: { name: t, namespace: ns }
            spec: { type: mcp, mcpServerRef: { name: s }, sideEffects: { level: external_write } }
            """;

    private static final String SERVER =
            """
            apiVersion: joch.dev/v1alpha1
            kind: MCPServer
            metadata: { name: s, namespace: joch-shared }
            spec: { transport: streamable_http, endpoint: { url: 'https://example.com' } }
            """;

    private final EngineDesk desk = new EngineDesk();

    @AfterEach
    void stop() {
        desk.close();
    }

    private static EvaluateRequest.Builder unclassified() {
        return call("external_write").removeFacts("tool.sideEffect");
    }

    /** Rules in the place of those that the agent has. */
    private void rules(String... rules) {
        desk.distribute(
                resource(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Policy
                        metadata: { name: writes, namespace: ns }
                        spec:
                          appliesTo: { agents: { selector: { matchLabels: { tier: gold } } } }
                          rules: [%s]
                        """
                                .formatted(String.join(", ", rules)),
                        9));
    }

    private static String deny(String when, String reason) {
        return "{ when: { %s }, action: { deny: true, reason: %s } }".formatted(when, reason);
    }

    @Test
    void aToolOfWhichNothingIsKnownIsNotCalled() {
        rules();
        EvaluateResponse answer = desk.evaluate(unclassified());
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(answer.getReason()).isEqualTo("tool-class-unknown");
        assertThat(answer.getDecisionId()).isNotEmpty();
        assertThat(
                        desk.evaluate(
                                        unclassified()
                                                .setHook("protocols/MCP")
                                                .putFacts("tool.sideEffect", text("harmless")))
                                .getReason())
                .isEqualTo("tool-class-unknown");
        assertThat(desk.evaluate(unclassified().setHook("steps/toolCallResult")).getDecision())
                .as("what was called has been called")
                .isEqualTo(Decision.DECISION_ALLOW);
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void theRecordOfAToolSaysItsClass() {
        desk.distribute(resource(TOOL, 3));
        assertThat(desk.evaluate(unclassified()).getReason()).isEqualTo("no-writes");
    }

    @Test
    void aCallerCanMakeACallLookGraverAndNotMoreHarmless() {
        desk.distribute(resource(TOOL, 3));
        assertThat(desk.evaluate(call("read_only")).getReason()).isEqualTo("no-writes");
        rules(deny("tool.sideEffect: privileged", "no-power"));
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        assertThat(desk.evaluate(call("privileged")).getReason()).isEqualTo("no-power");
    }

    @Test
    void theNearestRecordCountsAndOneThatIsGoneDoesNot() {
        rules(deny("tool.sideEffect: financial", "no-money"));
        Resource shared =
                resource(
                        TOOL.replace("namespace: ns", "namespace: joch-shared")
                                .replace("external_write", "financial"),
                        3);
        desk.distribute(shared);
        assertThat(desk.evaluate(unclassified()).getReason()).isEqualTo("no-money");
        desk.distribute(resource(TOOL, 4));
        assertThat(desk.evaluate(unclassified()).getDecision()).isEqualTo(Decision.DECISION_ALLOW);
        desk.remove(5, resource(TOOL, 5), shared);
        assertThat(desk.evaluate(unclassified()).getReason()).isEqualTo("tool-class-unknown");
    }

    @Test
    void theServerOfAToolIsKnownWithWhatWasSeenOfIt() {
        rules(
                deny("mcpServer.trustScore: '<0.5'", "distrusted"),
                deny("mcpServer.schemaDrift: true", "drifted"));
        desk.distribute(resource(TOOL, 3), resource(SERVER, 4));
        assertThat(desk.evaluate(unclassified()).getDecision()).isEqualTo(Decision.DECISION_ALLOW);
        desk.distribute(seen(MCPServerStatus.newBuilder().setTrustScore(0), 5));
        assertThat(desk.evaluate(unclassified()).getReason()).isEqualTo("distrusted");
        desk.distribute(
                seen(MCPServerStatus.newBuilder().setTrustScore(1).setSchemaDrift(true), 6));
        assertThat(desk.evaluate(unclassified()).getReason()).isEqualTo("drifted");
    }

    private static Resource seen(MCPServerStatus.Builder status, long version) {
        return resource(SERVER, version).toBuilder().setStatus(Any.pack(status.build())).build();
    }

    @Test
    void aModelIsWhatItsRecordSays() {
        rules(deny("model.provider: unknown", "unheard-of"), deny("model.tier: premium", "dear"));
        EvaluateRequest.Builder call =
                call("read_only")
                        .clearFacts()
                        .setHook("steps/message")
                        .putFacts("model.provider", text("openai"))
                        .putFacts("model.name", text("big"))
                        .putFacts("model.tier", text("economy"));
        assertThat(desk.evaluate(call).getReason()).isEqualTo("unheard-of");
        desk.distribute(
                resource(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Model
                        metadata: { name: big }
                        spec: { provider: openai, model: big, tier: premium }
                        """,
                        3));
        assertThat(desk.evaluate(call).getReason()).isEqualTo("dear");
        assertThat(desk.evaluate(call.putFacts("model.provider", text("google"))).getReason())
                .as("a namesake of another provider")
                .isEqualTo("unheard-of");
    }
}
