package dev.joch.policyengine.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Value;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policyengine.ask.Inquiry;
import dev.joch.policyengine.hook.HookMethod;
import dev.joch.policyengine.hook.JsonValues;
import dev.joch.resource.text.StrictJson;
import dev.joch.resource.v1alpha1.EnvironmentGuardian;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One question to one guardian: JSON-RPC over HTTP, within its time, at most so many bytes. */
final class GuardianCall {

    private static final Logger LOG = LoggerFactory.getLogger(GuardianCall.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final int mostBytes;

    GuardianCall(HttpClient client, int mostBytes) {
        this.client = client;
        this.mostBytes = mostBytes;
    }

    GuardianAnswer ask(EnvironmentGuardian guardian, Inquiry inquiry, Value payload) {
        int millis = guardian.getTimeoutMs() == 0 ? 2000 : guardian.getTimeoutMs();
        // the client's own limit ends with the headers; this one covers the body
        FutureTask<GuardianAnswer> call =
                new FutureTask<>(() -> exchange(guardian, inquiry, payload, millis));
        Thread.ofVirtual().name("guardian-" + guardian.getName()).start(call);
        try {
            return call.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            return new GuardianAnswer.Away("it did not answer within " + millis + " ms");
        } catch (ExecutionException e) {
            LOG.debug("guardian {} cannot be asked", guardian.getName(), e);
            return new GuardianAnswer.Away("it cannot be asked");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GuardianAnswer.Away("the question was given up");
        }
    }

    private GuardianAnswer exchange(
            EnvironmentGuardian guardian, Inquiry inquiry, Value payload, int millis)
            throws IOException, InterruptedException {
        HttpRequest call =
                HttpRequest.newBuilder(URI.create(guardian.getUrl()))
                        .timeout(Duration.ofMillis(millis))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(question(inquiry, payload)))
                        .build();
        HttpResponse<InputStream> response = client.send(call, BodyHandlers.ofInputStream());
        byte[] bytes;
        try (InputStream body = response.body()) {
            bytes = body.readNBytes(mostBytes + 1);
        }
        if (response.statusCode() != 200) {
            return new GuardianAnswer.Away("it answered " + response.statusCode());
        }
        if (bytes.length > mostBytes) {
            return new GuardianAnswer.Away("its answer is too large");
        }
        try {
            return understood(
                    JSON.readTree(bytes), HookMethod.payload(inquiry.request().getHook()), payload);
        } catch (JsonProcessingException e) {
            LOG.debug("guardian {} does not answer in JSON", guardian.getName(), e);
            return new GuardianAnswer.Away("its answer is no JSON");
        }
    }

    private static String question(Inquiry inquiry, Value payload) {
        EvaluateRequest request = inquiry.request();
        ObjectNode message = JSON.createObjectNode();
        message.put("jsonrpc", "2.0");
        message.put("id", request.getStepId().isEmpty() ? "1" : request.getStepId());
        message.put("method", request.getHook());
        ObjectNode params = message.putObject("params");
        ObjectNode context = params.putObject("context");
        context.putObject("agent")
                .put("id", request.getNamespace() + "/" + request.getAgent())
                .put("name", request.getAgent());
        context.putObject("session").put("id", request.getExecutionId());
        context.put("turnId", request.getTurnId());
        context.put("stepId", request.getStepId());
        params.set(HookMethod.payload(request.getHook()), JsonValues.toJson(payload));
        ObjectNode facts = params.putObject("facts");
        inquiry.facts().forEach((name, value) -> facts.set(name, JsonValues.toJson(value)));
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot fail to be written", e);
        }
    }

    private static GuardianAnswer understood(JsonNode message, String name, Value payload) {
        JsonNode result = message.path("result");
        String text = result.path("message").asText(result.path("reason").asText());
        return switch (result.path("decision").asText()) {
            case "allow" -> new GuardianAnswer.Allow();
            case "deny" -> new GuardianAnswer.Deny(text);
            case "modify" -> modified(result.path("modifiedRequest"), name, payload, text);
            default -> new GuardianAnswer.Away("its answer is not one of allow, deny, modify");
        };
    }

    /** A whole request, or the part of it that changed. */
    private static GuardianAnswer modified(
            JsonNode request, String name, Value payload, String text) {
        JsonNode changed = request.has("params") ? request.path("params").path(name) : request;
        if (changed.isMissingNode() || changed.isNull()) {
            return new GuardianAnswer.Away("it says modify and not into what");
        }
        return new GuardianAnswer.Modify(
                JsonValues.merged(payload, StrictJson.value(changed)), text);
    }
}
