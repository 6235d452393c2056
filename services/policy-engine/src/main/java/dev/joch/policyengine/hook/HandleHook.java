package dev.joch.policyengine.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policyengine.judge.Evaluate;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Answers a message of the standard. Whatever comes, what goes is JSON-RPC. */
public final class HandleHook {

    private static final Logger LOG = LoggerFactory.getLogger(HandleHook.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;

    private final Evaluate evaluate;
    private final InstantSource clock;

    public HandleHook(Evaluate evaluate, InstantSource clock) {
        this.evaluate = evaluate;
        this.clock = clock;
    }

    /** Empty when the message wants no answer. */
    public ByteString handle(String tenant, String namespace, ByteString message) {
        JsonNode request;
        try {
            request = JSON.readTree(message.newInput());
        } catch (IOException e) {
            return written(error(null, PARSE_ERROR, "this is no JSON"));
        }
        if (!request.isObject() || !request.path("jsonrpc").asText().equals("2.0")) {
            return written(
                    error(
                            request.get("id"),
                            INVALID_REQUEST,
                            "one message of JSON-RPC 2.0 is answered at a time"));
        }
        boolean answered = request.hasNonNull("id");
        ObjectNode answer = answer(tenant, namespace.isEmpty() ? "default" : namespace, request);
        return answered ? written(answer) : ByteString.EMPTY;
    }

    private ObjectNode answer(String tenant, String namespace, JsonNode request) {
        JsonNode id = request.get("id");
        String method = request.path("method").asText();
        Optional<HookMethod> hook = HookMethod.of(method);
        if (hook.isEmpty()) {
            return error(id, METHOD_NOT_FOUND, "there is no hook " + method);
        }
        if (hook.get() == HookMethod.PING) {
            return result(id, pong());
        }
        JsonNode params = request.path("params");
        if (!params.isObject()) {
            return error(id, INVALID_PARAMS, "params is an object with a context");
        }
        JsonNode agent = params.path("context").path("agent");
        if (hook.get() != HookMethod.MCP && !agent.hasNonNull("name") && !agent.hasNonNull("id")) {
            return error(id, INVALID_PARAMS, "params.context.agent.name says which agent asks");
        }
        HookQuestion questions = new HookQuestion(tenant, namespace);
        try {
            EvaluateResponse decision = evaluate.evaluate(questions.of(hook.get(), method, params));
            return result(id, decided(decision, hook.get(), (ObjectNode) request));
        } catch (ProblemException e) {
            return e.problem() instanceof ServiceProblem.InvalidRequest
                    ? error(id, INVALID_PARAMS, e.problem().message())
                    : failed(id, method, e);
        } catch (RuntimeException e) {
            return failed(id, method, e);
        }
    }

    /** Whoever asks learns that nothing is allowed, whatever it was. */
    private static ObjectNode failed(JsonNode id, String method, RuntimeException e) {
        LOG.error("{} failed", method, e);
        return error(id, INTERNAL_ERROR, "the policy engine failed; nothing is allowed");
    }

    private ObjectNode decided(EvaluateResponse decision, HookMethod hook, ObjectNode request) {
        ObjectNode result = JSON.createObjectNode();
        boolean ask = decision.getDecision() == Decision.DECISION_ASK;
        result.put("decision", word(decision.getDecision()));
        result.put("message", decision.getMessage());
        if (!decision.getReason().isEmpty()) {
            result.put("reason", decision.getReason());
        }
        ArrayNode codes = result.putArray("reasonCode");
        if (ask) {
            codes.add("approval-required");
        }
        if (!decision.getPolicy().isEmpty()) {
            codes.add(decision.getPolicy() + "@" + decision.getPolicyVersion());
            result.put("policyId", decision.getPolicy());
            result.put("policyVersion", decision.getPolicyVersion());
        }
        ObjectNode data = result.putObject("data");
        data.put("decisionId", decision.getDecisionId());
        data.put("guardian", decision.getGuardian());
        data.put("rule", decision.getRule());
        if (decision.getDecision() == Decision.DECISION_MODIFY) {
            result.set("modifiedRequest", modified(decision, hook, request));
        }
        return result;
    }

    /** The whole message with the new payload in it. */
    private static JsonNode modified(
            EvaluateResponse decision, HookMethod hook, ObjectNode request) {
        ObjectNode whole = request.deepCopy();
        ObjectNode params = (ObjectNode) whole.path("params");
        JsonNode payload = JsonValues.toJson(decision.getModifiedPayload());
        if (hook == HookMethod.MCP && !params.has("message")) {
            whole.set("params", payload);
        } else {
            params.set(hook.payload(), payload);
        }
        return whole;
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case DECISION_ALLOW -> "allow";
            case DECISION_MODIFY -> "modify";
            case DECISION_DENY, DECISION_ASK, DECISION_UNSPECIFIED, UNRECOGNIZED -> "deny";
        };
    }

    private ObjectNode pong() {
        ObjectNode pong = JSON.createObjectNode();
        pong.put("status", "connected");
        pong.put("version", "0.1.0");
        pong.put("timestamp", clock.instant().toString());
        return pong;
    }

    private static ObjectNode result(@Nullable JsonNode id, ObjectNode result) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.set("result", result);
        return answer;
    }

    private static ObjectNode error(@Nullable JsonNode id, int code, String message) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("jsonrpc", "2.0");
        answer.set("id", id == null ? JSON.nullNode() : id);
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }

    private static ByteString written(ObjectNode answer) {
        try {
            return ByteString.copyFrom(JSON.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot fail to be written", e);
        }
    }
}
