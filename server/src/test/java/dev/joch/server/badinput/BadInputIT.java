package dev.joch.server.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.apiserver.http.HttpServer;
import dev.joch.server.badinput.BadCalls.BadCall;
import dev.joch.server.badinput.BadDocuments.Bad;
import dev.joch.service.process.JochProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All of Joch before bad input: the reason, the form of the answer, soon, and nothing stored. */
@Timeout(120)
class BadInputIT {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String ALICE = "alice@acme.example";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final Issuer ISSUER = new Issuer();
    private static String address = "";
    private static String alice = "";
    private static String eve = "";

    /** The very first calls load classes. */
    private static Duration patience = Duration.ofSeconds(30);

    private static final JochProcess JOCH = start();
    private String before = "";

    private static JochProcess start() {
        return JochProcess.start(
                List.of("resource-store", "admission", "apiserver"),
                List.of(),
                Map.of(
                        "joch.resource-store.backend",
                        "memory",
                        "joch.apiserver.port",
                        0,
                        "joch.apiserver.grpc-port",
                        0,
                        "joch.apiserver.audit.store",
                        "memory",
                        "joch.apiserver.auth.admins",
                        ALICE + ",eve@globex.example",
                        "joch.apiserver.auth.oidc.issuer",
                        ISSUER.address(),
                        "joch.apiserver.auth.oidc.tenant-claim",
                        "tenant"));
    }

    @BeforeAll
    static void someResources() throws Exception {
        address = "http://127.0.0.1:" + JOCH.bean(HttpServer.class).port();
        alice = ISSUER.token(ALICE, "acme");
        eve = ISSUER.token("eve@globex.example", "globex");
        Answer ours = apply(alice, adapter("ours") + "---\n" + BadDocuments.team("payments"));
        assertThat(ours.status()).as(ours.body().toString()).isEqualTo(200);
        assertThat(apply(eve, adapter("theirs")).status()).isEqualTo(200);
        patience = SOON;
    }

    @AfterAll
    static void stop() {
        JOCH.close();
        ISSUER.close();
        CLIENT.close();
    }

    @BeforeEach
    void look() throws Exception {
        before = stored();
    }

    @AfterEach
    void nothingIsStored() throws Exception {
        assertThat(stored()).isEqualTo(before);
    }

    static Stream<Bad> documents() {
        return Stream.concat(
                BadDocuments.all(), Stream.of(BadDocuments.referenceToAnotherTenants()));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aBadDocumentIsRefusedWithItsPlace(Bad bad) throws Exception {
        Answer answer = apply(alice, bad.text());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        answer.hasShape("MANIFEST_INVALID", "ManifestInvalid");
        JsonNode first = null;
        for (JsonNode error : answer.body().path("errors")) {
            assertThat(error.path("line").asInt()).as(error.toString()).isPositive();
            assertThat(error.path("column").asInt()).as(error.toString()).isPositive();
            assertThat(error.path("message").asText()).as(error.toString()).isNotEmpty();
            boolean wanted = error.path("reason").asText().equals(bad.reason());
            if (wanted && error.path("field").asText().startsWith(bad.field())) {
                first = error;
            }
        }
        assertThat(first).as(answer.body().toString()).isNotNull();
    }

    static Stream<BadCall> calls() {
        return BadCalls.all();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aBadCallIsRefusedWithItsReason(BadCall bad) throws Exception {
        Answer answer = ask(alice, bad);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(bad.status());
        assertThat(answer.reason()).as(answer.body().toString()).isEqualTo(bad.reason());
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("detail").asText()).isNotEmpty();
        assertThat(answer.body().toString())
                .doesNotContain("Exception")
                .doesNotContain("dev.joch.");
    }

    /** Who may not is told so before anything else, whatever is wrong besides. */
    @ParameterizedTest
    @MethodSource("calls")
    void aBadCallOfAStrangerTellsNothing(BadCall bad) throws Exception {
        assertThat(ask("", bad).reason()).isEqualTo("UNAUTHENTICATED");
    }

    /** What another tenant has and what nobody has are told in the same words. */
    @Test
    void otherTenantsCannotBeProbed() throws Exception {
        Bad theirs = BadDocuments.referenceToAnotherTenants();
        String nobodys = new String(theirs.text(), UTF_8).replace("theirs", "nobody");
        String there = apply(alice, theirs.text()).body().path("errors").toString();
        assertThat(
                        apply(alice, nobodys)
                                .body()
                                .path("errors")
                                .toString()
                                .replace("nobody", "theirs"))
                .isEqualTo(there);
        assertThat(ask(alice, "GET", "/v1/frameworkadapters/theirs", new byte[0]).status())
                .isEqualTo(404);
    }

    record BadToken(String what, String token, int status, String reason, String code) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<BadToken> tokens() {
        String bob = ISSUER.token("bob@acme.example", "acme");
        return Stream.of(
                new BadToken("no token", "", 401, "UNAUTHENTICATED", "Unauthenticated"),
                new BadToken(
                        "an expired token",
                        ISSUER.expired(ALICE),
                        401,
                        "TOKEN_EXPIRED",
                        "TokenExpired"),
                new BadToken(
                        "a forged token", ISSUER.forged(ALICE), 401, "TOKEN_FORGED", "TokenForged"),
                new BadToken(
                        "a token of another issuer",
                        ISSUER.ofAnother(ALICE),
                        401,
                        "TOKEN_ISSUER_UNKNOWN",
                        "TokenIssuerUnknown"),
                new BadToken("missing rights", bob, 403, "FORBIDDEN", "Forbidden"));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void aCallerWhoMayNotIsRefused(BadToken bad) throws Exception {
        Answer answer = apply(bad.token(), BadDocuments.team("fresh"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(bad.status());
        answer.hasShape(bad.reason(), bad.code());
        if (!bad.token().isEmpty()) {
            assertThat(answer.body().toString()).doesNotContain(bad.token());
        }
    }

    @Test
    void aStaleVersionIsRefused() throws Exception {
        Answer answer =
                apply(
                        alice,
                        BadDocuments.team("payments")
                                .replace(
                                        "name: payments",
                                        "name: payments, resourceVersion: \"999\"")
                                .replace("viewer", "admin"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
        answer.hasShape("STALE_VERSION", "StaleVersion");
    }

    record Answer(int status, String type, JsonNode body) {

        String reason() {
            return body.path("reason").asText();
        }

        void hasShape(String reason, String code) {
            assertThat(type).startsWith("application/problem+json");
            assertThat(reason()).as(body.toString()).isEqualTo(reason);
            assertThat(body.path("type").asText()).isEqualTo("https://joch.dev/errors/" + reason);
            assertThat(body.path("status").asInt()).isEqualTo(status);
            assertThat(body.path("error").path("code").asText()).isEqualTo(code);
            assertThat(body.path("error").path("message").asText())
                    .isNotEmpty()
                    .isEqualTo(body.path("detail").asText());
            assertThat(body.path("error").path("details").isObject()).isTrue();
            assertThat(body.path("instance").asText())
                    .isEqualTo("urn:joch:request:" + body.path("requestId").asText());
            assertThat(body.toString()).doesNotContain("Exception").doesNotContain("dev.joch.");
        }
    }

    private static Answer apply(String token, String text) throws Exception {
        return apply(token, text.getBytes(UTF_8));
    }

    private static Answer apply(String token, byte[] text) throws Exception {
        return ask(token, "POST", "/v1/resources/apply", text);
    }

    private static Answer ask(String token, String method, String path, byte[] text)
            throws IOException, InterruptedException {
        return ask(token, new BadCall(method, path, "", "application/yaml", "", 0, ""), text);
    }

    private static Answer ask(String token, BadCall call) throws IOException, InterruptedException {
        return ask(token, call, call.body().getBytes(UTF_8));
    }

    private static Answer ask(String token, BadCall call, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + call.path()))
                        .header("content-type", call.type())
                        .timeout(patience)
                        .method(call.method(), BodyPublishers.ofByteArray(body));
        if (!call.accept().isEmpty()) {
            request.header("accept", call.accept());
        }
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("content-type").orElse(""),
                JSON.readTree(answer.body()));
    }

    private static String stored() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String token : List.of(alice, eve)) {
            Answer list = ask(token, "GET", "/v1/resources?limit=500", new byte[0]);
            assertThat(list.status()).isEqualTo(200);
            all.append(list.body().path("items"));
        }
        return all.toString();
    }

    private static String adapter(String name) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: FrameworkAdapter
        metadata: { name: %s }
        spec:
          framework: openai-agents-sdk
        """
                .formatted(name);
    }
}
