package dev.joch.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.trace.intake.OtlpHttpPort;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.TraceServiceGrpc;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Spans over the HTTP port, with a real socket. */
@ExtendWith(Postgres.class)
final class OtlpHttpFaceTest {

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private static final String DOCUMENT =
            """
            {"resourceSpans":[{"resource":{"attributes":[
                {"key":"service.name","value":{"stringValue":"node-agent"}}]},
              "scopeSpans":[{"scope":{"name":"s"},"unknownField":1,"spans":[{
                "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
                "parentSpanId":"","name":"chat gpt","kind":3,
                "startTimeUnixNano":"1770000000000000000","endTimeUnixNano":1770000000250000000,
                "attributes":[
                  {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                  {"key":"n","value":{"intValue":"9007199254740993"}},
                  {"key":"list","value":{"arrayValue":{"values":[{"boolValue":true},
                    {"doubleValue":0.5}]}}}],
                "events":[{"name":"first","timeUnixNano":"1770000000100000000"}],
                "status":{"code":2,"message":"too long"}}]}]}]}
            """;

    private JochProcess process;
    private HttpClient client;

    @BeforeEach
    void start(PostgresUrl url) {
        process =
                JochProcess.start(
                        List.of("trace"),
                        List.of(),
                        Map.of(
                                "joch.database.url", url.jdbc(),
                                "joch.trace.otlp.host", "127.0.0.1",
                                "joch.trace.otlp.grpc-port", -1,
                                "joch.trace.otlp.http-port", 0,
                                "joch.trace.otlp.max-request-bytes", 50_000));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        client.close();
        process.close();
    }

    private int port() {
        return process.bean(OtlpHttpPort.class).port();
    }

    private String token() {
        return process.bean(RunTokens.class)
                .issue(new RunIdentity("acme", "support", "run-1", "u", "triage", 1, 1))
                .token();
    }

    private HttpResponse<byte[]> send(String token, String type, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/v1/traces"))
                        .header("content-type", type)
                        .POST(BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private GetTraceResponse trace() {
        return TraceServiceGrpc.newBlockingStub(process.bean(MeshChannels.class).to("trace"))
                .getTrace(
                        GetTraceRequest.newBuilder()
                                .setTenant("acme")
                                .setExecution(
                                        ResourceKeys.of("acme", "Execution", "support", "run-1"))
                                .build());
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    @Test
    void protobufIsTakenPackedAndPlain() throws IOException {
        byte[] one = Spans.request(Spans.span(1, 1, 0, "AgentRun")).toByteArray();
        HttpResponse<byte[]> plain = send(token(), PROTOBUF, one);
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.headers().firstValue("content-type")).hasValue(PROTOBUF);
        assertThat(ExportTraceServiceResponse.parseFrom(plain.body()).hasPartialSuccess())
                .isFalse();
        byte[] two = packed(Spans.request(Spans.span(1, 2, 1, "step")).toByteArray());
        assertThat(send(token(), PROTOBUF, two, "content-encoding", "gzip").statusCode())
                .isEqualTo(200);
        assertThat(trace().getSpansCount()).isEqualTo(2);
    }

    @Test
    void jsonIsTakenAsTheStandardWritesIt() {
        HttpResponse<byte[]> answer =
                send(token(), JSON + "; charset=utf-8", DOCUMENT.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
        GetTraceResponse found = trace();
        assertThat(found.getTrace().getTraceId()).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(found.getTrace().getModelCalls()).isEqualTo(1);
        var span = found.getSpans(0);
        assertThat(span.getSpanId()).isEqualTo("eee19b7ec3c1b174");
        assertThat(span.getKind()).isEqualTo("client");
        assertThat(span.getService()).isEqualTo("node-agent");
        assertThat(span.getDurationUs()).isEqualTo(250_000);
        assertThat(span.getStatusMessage()).isEqualTo("too long");
        // no digit of a large number is lost
        assertThat(span.getAttributes().getFieldsOrThrow("n").getStringValue())
                .isEqualTo("9007199254740993");
        assertThat(span.getAttributes().getFieldsOrThrow("list").getListValue().getValuesList())
                .hasSize(2);
        assertThat(span.getEvents(0).getName()).isEqualTo("first");
    }

    @Test
    void whatIsNoOtlpIsRefusedWithAReason() throws IOException {
        for (String body :
                List.of(
                        "no json",
                        "[]",
                        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}")) {
            HttpResponse<byte[]> answer =
                    send(token(), JSON, body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("OTLP_UNREADABLE");
        }
        HttpResponse<byte[]> broken = send(token(), PROTOBUF, new byte[] {1, 2, 3});
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(broken.body()).getMessage()).contains("/v1/traces");
        assertThat(send(token(), "text/plain", new byte[0]).statusCode()).isEqualTo(415);
    }

    @Test
    void strangersAndWrongPathsAreSentAway() throws IOException, InterruptedException {
        HttpResponse<byte[]> stranger = send("", JSON, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(new String(stranger.body(), StandardCharsets.UTF_8)).contains("SENDER_UNKNOWN");
        HttpResponse<String> get =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port() + "/v1/traces"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(get.statusCode()).isEqualTo(405);
        HttpResponse<String> other =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port() + "/v1/logs"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(other.statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyThatUnpacksTooLargeIsRefused() throws IOException {
        byte[] bomb = packed(new byte[5_000_000]);
        assertThat(bomb.length).isLessThan(50_000);
        assertThat(send(token(), PROTOBUF, bomb, "content-encoding", "gzip").statusCode())
                .isEqualTo(413);
        assertThat(send(token(), PROTOBUF, new byte[60_000]).statusCode()).isEqualTo(413);
        // others are served on
        byte[] one = Spans.request(Spans.span(1, 1, 0, "AgentRun")).toByteArray();
        assertThat(send(token(), PROTOBUF, one).statusCode()).isEqualTo(200);
    }

    @Test
    void whoAsksAheadOfTheAnswerIsCutOff() throws IOException {
        byte[] body = Spans.request(Spans.span(1, 1, 0, "AgentRun")).toByteArray();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            both.write(
                    ("POST /v1/traces HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                                    + token()
                                    + "\r\ncontent-type: "
                                    + PROTOBUF
                                    + "\r\ncontent-length: "
                                    + body.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            both.write(body);
        }
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(both.toByteArray());
            byte[] all = socket.getInputStream().readAllBytes();
            assertThat(new String(all, StandardCharsets.ISO_8859_1).split("HTTP/1.1", -1))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }
}
