package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.call;
import static dev.joch.policyengine.EngineDesk.resource;
import static dev.joch.policyengine.EngineDesk.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.ListDecisionsRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Guardians over real HTTP. */
final class GuardiansTest {

    private static final String ALLOW = "{\"decision\":\"allow\",\"message\":\"fine\"}";
    private static final String DENY = "{\"decision\":\"deny\",\"message\":\"not on a Friday\"}";

    private final EngineDesk desk = new EngineDesk();
    private final List<SmallGuardian> guardians = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();
    private long version = 10;

    @AfterEach
    void stop() {
        guardians.forEach(SmallGuardian::close);
        desk.close();
    }

    private SmallGuardian guardian(String name, String more, SmallGuardian guardian) {
        guardians.add(guardian);
        entries.add("{ name: %s, url: '%s'%s }".formatted(name, guardian.url(), more));
        environment();
        return guardian;
    }

    private void environment() {
        desk.distribute(
                resource(
                        """
                        apiVersion: joch.dev/v1alpha1
                        kind: Environment
                        metadata: { name: dev }
                        spec: { guardians: [%s] }
                        """
                                .formatted(String.join(", ", entries)),
                        ++version));
    }

    private static EvaluateRequest.Builder money() {
        return call("financial")
                .setExecutionId("e1")
                .setPayload(fields("to", "ann", "amount", "5"));
    }

    private static Value fields(String... pairs) {
        Struct.Builder fields = Struct.newBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.putFields(pairs[i], text(pairs[i + 1]));
        }
        return Value.newBuilder().setStructValue(fields).build();
    }

    @Test
    void whatAGuardianAllowsGoesOnAndItIsAskedInTheWordsOfTheStandard() throws IOException {
        SmallGuardian guardian = guardian("g", "", SmallGuardian.saying(ALLOW));
        EvaluateResponse answer = desk.evaluate(money());
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_ALLOW);
        assertThat(answer.getGuardian()).isEqualTo("joch-policy-engine");
        JsonNode asked = guardian.asked().getFirst();
        assertThat(asked.path("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(asked.path("method").asText()).isEqualTo("steps/toolCallRequest");
        assertThat(asked.at("/params/context/agent/id").asText()).isEqualTo("ns/a");
        assertThat(asked.at("/params/context/session/id").asText()).isEqualTo("e1");
        assertThat(asked.at("/params/toolCallRequest/to").asText()).isEqualTo("ann");
        assertThat(asked.path("params").path("facts").path("tool.sideEffect").asText())
                .isEqualTo("financial");
        assertThat(asked.path("params").path("facts").path("agent.name").asText()).isEqualTo("a");
    }

    @Test
    void itsDenialIsOnRecordInItsName() throws IOException {
        guardian("g", "", SmallGuardian.saying(DENY));
        EvaluateResponse answer = desk.evaluate(money());
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(answer.getGuardian()).isEqualTo("g");
        assertThat(answer.getReason()).isEqualTo("guardian-denied");
        assertThat(answer.getMessage()).isEqualTo("not on a Friday");
        assertThat(recorded())
                .singleElement()
                .satisfies(record -> assertThat(record.getGuardian()).isEqualTo("g"));
    }

    private List<EvaluateResponse> recorded() {
        return desk
                .engine()
                .listDecisions(
                        ListDecisionsRequest.newBuilder()
                                .setTenant("acme")
                                .addDecisions(Decision.DECISION_DENY)
                                .build())
                .getDecisionsList()
                .stream()
                .map(record -> record.getResponse())
                .toList();
    }

    @Test
    void aPartOfTheRequestIsChangedAndTheRestStays() throws IOException {
        guardian(
                "g",
                "",
                SmallGuardian.saying(
                        "{\"decision\":\"modify\",\"message\":\"less\",\"modifiedRequest\":{\"amount\":\"1\"}}"));
        EvaluateResponse answer = desk.evaluate(money());
        assertThat(answer.getDecision()).isEqualTo(Decision.DECISION_MODIFY);
        assertThat(answer.getReason()).isEqualTo("guardian-modified");
        assertThat(answer.getModifiedPayload()).isEqualTo(fields("to", "ann", "amount", "1"));
    }

    @Test
    void oneSeesWhatTheOneBeforeChanged() throws IOException {
        guardian(
                "first",
                "",
                SmallGuardian.saying(
                        "{\"decision\":\"modify\",\"modifiedRequest\":{\"params\":{\"toolCallRequest\":{\"amount\":\"2\"}}}}"));
        SmallGuardian second =
                guardian(
                        "second",
                        "",
                        SmallGuardian.saying(
                                "{\"decision\":\"modify\",\"modifiedRequest\":{\"to\":\"bob\"}}"));
        EvaluateResponse answer = desk.evaluate(money());
        assertThat(answer.getGuardian()).isEqualTo("first");
        assertThat(answer.getModifiedPayload()).isEqualTo(fields("to", "bob", "amount", "2"));
        assertThat(second.asked().getFirst().at("/params/toolCallRequest/amount").asText())
                .isEqualTo("2");
    }

    @Test
    void anyDenialEndsIt() throws IOException {
        guardian("first", "", SmallGuardian.saying(ALLOW));
        guardian("second", "", SmallGuardian.saying(DENY));
        SmallGuardian third = guardian("third", "", SmallGuardian.saying(ALLOW));
        assertThat(desk.evaluate(money()).getGuardian()).isEqualTo("second");
        assertThat(third.asked()).isEmpty();
    }

    @Test
    void nobodyIsAskedAboutWhatPolicyDenies() throws IOException {
        SmallGuardian guardian = guardian("g", "", SmallGuardian.saying(ALLOW));
        assertThat(desk.evaluate(call("external_write")).getReason()).isEqualTo("no-writes");
        assertThat(guardian.asked()).isEmpty();
    }

    @Test
    void oneThatDoesNotEndItsAnswerIsAwayAfterItsTime() throws IOException {
        guardian("g", ", timeoutMs: 300", SmallGuardian.silent());
        long before = System.nanoTime();
        EvaluateResponse answer = desk.evaluate(money());
        assertThat(answer.getReason()).isEqualTo("guardian-away");
        assertThat(answer.getMessage()).contains("within 300 ms");
        assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
    }

    @Test
    void whatIsNoAnswerIsNone() throws IOException {
        List<SmallGuardian> bad =
                List.of(
                        SmallGuardian.answering(200, "hello"),
                        SmallGuardian.answering(200, ""),
                        SmallGuardian.answering(500, "{\"result\":" + ALLOW + "}"),
                        SmallGuardian.answering(302, ""),
                        SmallGuardian.saying("{\"decision\":\"perhaps\"}"),
                        SmallGuardian.saying("{\"decision\":\"modify\"}"),
                        SmallGuardian.answering(
                                200, "{\"error\":{\"code\":-32603,\"message\":\"ill\"}}"),
                        SmallGuardian.saying(
                                "{\"decision\":\"allow\",\"message\":\""
                                        + "x".repeat(300_000)
                                        + "\"}"));
        for (SmallGuardian guardian : bad) {
            entries.clear();
            guardian("g", "", guardian);
            assertThat(desk.evaluate(money()).getReason()).isEqualTo("guardian-away");
        }
    }

    @Test
    void anAbsentOneClosesWhatLeavesTracesOnlyAndOpensEverythingWhereItMay() throws IOException {
        SmallGuardian gone = SmallGuardian.saying(ALLOW);
        guardian("g", "", gone);
        gone.close();
        EvaluateResponse closed = desk.evaluate(money());
        assertThat(closed.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(closed.getReason()).isEqualTo("guardian-away");
        assertThat(desk.evaluate(call("local_write")).getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        assertThat(
                        desk.evaluate(call("read_only").clearFacts().setHook("steps/memoryStore"))
                                .getDecision())
                .isEqualTo(Decision.DECISION_ALLOW);
        entries.clear();
        entries.add("{ name: other, url: 'http://127.0.0.1:1/', failMode: open }");
        guardian("g", ", failMode: open", gone);
        assertThat(desk.evaluate(money()).getDecision()).isEqualTo(Decision.DECISION_ALLOW);
    }

    @Test
    void aGrantIsNotUsedUpWhereAGuardianDenies() throws IOException {
        desk.grant("t");
        guardian("g", "", SmallGuardian.saying(DENY));
        EvaluateResponse denied = desk.evaluate(call("external_write"));
        assertThat(denied.getDecision()).isEqualTo(Decision.DECISION_DENY);
        assertThat(denied.getBreakGlassGrant()).isEmpty();
        entries.clear();
        environment();
        assertThat(desk.evaluate(call("external_write")).getBreakGlassGrant()).isNotEmpty();
        assertThat(desk.evaluate(call("external_write")).getDecision())
                .isEqualTo(Decision.DECISION_DENY);
    }
}
