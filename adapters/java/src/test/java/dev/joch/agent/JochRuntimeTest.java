package dev.joch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

final class JochRuntimeTest {

    private static final String TRACEPARENT =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private record Seen(String path, String token, String trace, Map<String, Object> body) {}

    @TempDir private Path folder;

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private volatile int status = 200;
    private volatile String answer = "{}";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.createDirectory(folder.resolve("artifacts"));
        Files.writeString(folder.resolve("token"), "secret\n");
        Files.writeString(
                folder.resolve("input.json"),
                """
                {"execution":{"name":"exec-1"},"agent":{"name":"greeter"},
                 "input":{"text":"hello","content":[{"kind":"text","text":"hello"},
                  {"kind":"data","data":{"ticket":7}}]}}
                """);
        environment.putAll(
                Map.of(
                        "JOCH_EXECUTION_ID", "exec-1",
                        "JOCH_NAMESPACE", "support",
                        "JOCH_AGENT", "greeter",
                        "JOCH_GATEWAY_URL", url,
                        "JOCH_ROUTER_URL", "",
                        "JOCH_TRACE_URL", url + "/",
                        "TRACEPARENT", TRACEPARENT));
        environment.put("JOCH_TOKEN_FILE", folder.resolve("token").toString());
        environment.put("JOCH_INPUT_FILE", folder.resolve("input.json").toString());
        environment.put("JOCH_OUTPUT_FILE", folder.resolve("output.json").toString());
        environment.put("JOCH_ARTIFACT_DIR", folder.resolve("artifacts").toString());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @SuppressWarnings("NullAway") // a test may look at what is not there
    private void handle(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(
                new Seen(
                        call.getRequestURI().getPath(),
                        call.getRequestHeaders().getFirst("authorization"),
                        call.getRequestHeaders().getFirst("traceparent"),
                        Json.readObject(body)));
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private JochRuntime joch() {
        return new JochRuntime(environment, InstantSource.system());
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.json"));
    }

    @Test
    void aToolCallNamesWhoCalls() {
        answer = "{\"status\":{\"phase\":\"Succeeded\"}}";
        assertThat(joch().callTool("desk.search", Map.of("query", "x")))
                .isEqualTo(Map.of("status", Map.of("phase", "Succeeded")));
        Seen call = seen.getFirst();
        assertThat(call.path()).isEqualTo("/v1/tool-calls");
        assertThat(call.token()).isEqualTo("Bearer secret");
        assertThat(call.trace()).isEqualTo(TRACEPARENT);
        assertThat(call.body())
                .containsEntry("executionRef", Map.of("name", "exec-1", "namespace", "support"))
                .containsEntry("toolRef", Map.of("name", "desk.search"));
    }

    @Test
    void theTokenIsReadAnew() throws IOException {
        JochRuntime joch = joch();
        joch.callTool("a", Map.of());
        Files.writeString(folder.resolve("token"), "renewed");
        joch.callTool("a", Map.of());
        assertThat(seen).extracting(Seen::token).containsExactly("Bearer secret", "Bearer renewed");
    }

    @Test
    void aRefusalHasItsReason() {
        status = 403;
        answer = "{\"reason\":\"POLICY_DENIED\",\"detail\":\"not on Sundays\"}";
        CallFailed refused =
                assertThrows(CallFailed.class, () -> joch().callTool("desk.close", Map.of()));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason()).isEqualTo("POLICY_DENIED");
        assertThat(refused).hasMessageContaining("not on Sundays");
    }

    @Test
    void aMissingServiceIsNamed() {
        NotAvailable missing =
                assertThrows(NotAvailable.class, () -> joch().respond(List.of(Map.of())));
        assertThat(missing.service()).isEqualTo("model router");
        assertThat(missing).hasMessageContaining("JOCH_ROUTER_URL");
    }

    @Test
    void nobodyAnswers() {
        environment.put("JOCH_ROUTER_URL", "http://127.0.0.1:9");
        CallFailed failed = assertThrows(CallFailed.class, () -> joch().respond(List.of(Map.of())));
        assertThat(failed.status()).isZero();
    }

    @Test
    void anEventIsASpanBelowTheAgent() {
        joch().trace("note.written", Map.of("n", 1));
        String body = Json.write(seen.getFirst().body());
        assertThat(seen.getFirst().path()).isEqualTo("/v1/traces");
        assertThat(body)
                .contains("\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"")
                .contains("\"parentSpanId\":\"b7ad6b7169203331\"")
                .contains("\"name\":\"note.written\"")
                .contains("\"intValue\":\"1\"");
    }

    @Test
    void anArtifactStaysInItsFolder() throws IOException {
        byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(joch().writeArtifact("a/b.txt", content))
                .isEqualTo("artifact://exec/exec-1/a/b.txt");
        assertThat(folder.resolve("artifacts/a/b.txt")).hasBinaryContent(content);
        for (String name : List.of("../x", "/etc/x", ".")) {
            assertThrows(IllegalArgumentException.class, () -> joch().writeArtifact(name, content));
        }
    }

    @Test
    void whatAnAgentReturnsIsItsOutput() throws IOException {
        int ended =
                joch().runOnce(
                                (context, joch) ->
                                        Map.of(
                                                "said",
                                                context.text(),
                                                "ticket",
                                                context.data().getOrDefault("ticket", 0)),
                                System.err);
        assertThat(ended).isZero();
        assertThat(Json.readObject(output())).isEqualTo(Map.of("said", "hello", "ticket", 7L));
    }

    @Test
    void howAnAgentFailedIsTold() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        int ended =
                joch().runOnce(
                                (context, joch) -> {
                                    throw new IllegalStateException("closed");
                                },
                                new PrintStream(log, true, StandardCharsets.UTF_8));
        assertThat(ended).isEqualTo(1);
        assertThat(output()).isEqualTo("{\"error\":{\"message\":\"closed\"}}");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("IllegalStateException: closed")
                .contains("at dev.joch.agent");
    }
}
