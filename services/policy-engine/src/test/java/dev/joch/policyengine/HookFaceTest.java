package dev.joch.policyengine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;

import dev.joch.policy.v1.HandleHookRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The agent observability standard on the wire. */
final class HookFaceTest {

    private final EngineDesk desk = new EngineDesk();

    @AfterEach
    void stop() {
        desk.close();
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

    @Test
    void aNameThatNothingCanHaveIsRefused() throws IOException {
        JsonNode error =
                answer(
                                """
                                {"jsonrpc":"2.0","id":"7","method":"steps/message",
                                 "params":{"context":{"agent":{"name":"ns/no\\u0000name"}}}}
                                """)
                        .path("error");
        assertThat(error.path("code").asInt()).isEqualTo(-32602);
        assertThat(error.path("message").asText()).contains("agent", "control characters");
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
                        desk.engine()
                                .handleHook(
                                        HandleHookRequest.newBuilder()
                                                .setTenant("acme")
                                                .setMessage(ByteString.copyFromUtf8(message))
                                                .build())
                                .getMessage()
                                .newInput());
    }
}
