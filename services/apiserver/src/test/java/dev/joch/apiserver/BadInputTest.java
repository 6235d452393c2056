package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whatever comes in: a stable reason, nothing stored, nothing that hangs. */
@Timeout(60)
class BadInputTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private static TestEdge edge;
    private static RestClient admin;

    @BeforeAll
    static void start() {
        edge = TestEdge.start(TestEdge.limits(Duration.ofSeconds(1)));
        admin = new RestClient(edge, "admin");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(edge.store.size()).isZero();
        Await.until("no body is kept", SOON, () -> edge.http.bodyBytes() == 0);
    }

    record Bad(String what, String text, String reason) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> documents() {
        String bomb =
                "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                        + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                        + "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
        return Stream.of(
                new Bad("malformed YAML", "kind: Agent\nspec: [1, 2\n", "MALFORMED_YAML"),
                new Bad(
                        "duplicate key",
                        Documents.agent("x") + "  displayName: twice\n",
                        "DUPLICATE_KEY"),
                new Bad("alias bomb", bomb, "ALIAS_BOMB"),
                new Bad(
                        "deep nesting",
                        "kind: Agent\nspec: " + "[".repeat(5000) + "]".repeat(5000),
                        "TOO_DEEP"),
                new Bad(
                        "huge number",
                        Documents.agent("x")
                                + "  budgets: { tokenLimitPerRun: 9999999999999999999999 }\n",
                        "NUMBER_OUT_OF_RANGE"),
                new Bad(
                        "control character",
                        Documents.agent("x").replace("one", "\"a\\u0007b\""),
                        "CONTROL_CHARACTER"),
                new Bad(
                        "unknown kind",
                        "apiVersion: joch.dev/v1alpha1\nkind: Agnet\nmetadata: { name: x }\n",
                        "UNKNOWN_KIND"),
                new Bad(
                        "unknown field",
                        Documents.agent("x").replace("description", "descripton"),
                        "UNKNOWN_FIELD"),
                new Bad(
                        "wrong type",
                        Documents.agent("x").replace("description: one", "description: {}"),
                        "WRONG_TYPE"),
                new Bad("a list where a document belongs", "- 1\n- 2\n", "WRONG_TYPE"),
                new Bad(
                        "refused by admission",
                        Documents.agent("x").replace("owner: payments", "verdict: refuse"),
                        "REFERENCE_MISSING"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void badDocumentsAreRefusedWithTheirPlace(Bad bad) {
        var answer = admin.apply(bad.text(), "joch-source", "folder/bad.yaml");
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.reason()).isEqualTo("MANIFEST_INVALID");
        assertThat(answer.errors())
                .as(answer.body())
                .anyMatch(error -> error.startsWith(bad.reason() + "@folder/bad.yaml:"))
                .noneMatch(error -> error.endsWith(":0:0"));
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("ManifestInvalid");
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at dev.joch");
    }

    @Test
    void allProblemsOfAllDocumentsComeTogether() {
        String text =
                Documents.agent("a").replace("description", "descripton")
                        + "---\n"
                        + Documents.agent("b").replace("owner: payments", "verdict: refuse")
                        + "---\n"
                        + Documents.agent("c").replace("displayName", "display");
        assertThat(admin.apply(text).errors())
                .extracting(error -> error.substring(0, error.indexOf('@')))
                .containsExactly("UNKNOWN_FIELD", "REFERENCE_MISSING", "UNKNOWN_FIELD");
    }

    @Test
    void wrongUtf8IsRefused() {
        byte[] text = Documents.agent("x").getBytes(StandardCharsets.UTF_8);
        text[text.length - 2] = (byte) 0xff;
        var answer =
                admin.call(
                        "POST",
                        "/v1/resources/apply",
                        BodyPublishers.ofByteArray(text),
                        "content-type",
                        "application/yaml");
        assertThat(answer.errors()).singleElement().asString().startsWith("INVALID_UTF8");
        assertThat(
                        admin.call(
                                        "POST",
                                        "/v1/resources/apply",
                                        "kind: Agent",
                                        "content-type",
                                        "application/yaml; charset=utf-16")
                                .status())
                .isEqualTo(415);
    }

    @Test
    void whatIsTooMuchIsSaidWithTheLimit() {
        var tooMany = admin.apply((Documents.model("m") + "---\n").repeat(1001));
        assertThat(tooMany.status()).as(tooMany.body()).isEqualTo(413);
        assertThat(tooMany.reason()).isEqualTo("TOO_LARGE");
        assertThat(tooMany.json().path("detail").asText())
                .contains("8 MB")
                .contains("1,000 documents");
        var tooBig = admin.apply(Documents.agent("x") + "#" + "x".repeat(8 << 20));
        assertThat(tooBig.status()).isEqualTo(413);
        assertThat(tooBig.reason()).isEqualTo("TOO_LARGE");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
        String head =
                "POST /v1/resources/apply HTTP/1.1\r\nhost: x\r\nauthorization: Bearer admin\r\n"
                        + "content-type: application/yaml\r\ncontent-length: 999999999999\r\n\r\n";
        assertThat(raw(head)).startsWith("HTTP/1.1 413 ").contains("TOO_LARGE");
        assertThat(raw(head.replace("999999999999", "99999999999999999999999")))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void emptyAndStrangeBodiesAreNamed() {
        assertThat(admin.apply("").reason()).isEqualTo("NOTHING_SENT");
        assertThat(admin.apply("---\n---\n# nothing\n").reason()).isEqualTo("NOTHING_SENT");
        var form =
                admin.call(
                        "POST",
                        "/v1/resources/apply",
                        "a=b",
                        "content-type",
                        "application/x-www-form-urlencoded");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.json().path("detail").asText()).contains("application/yaml");
        assertThat(
                        admin.call(
                                        "POST",
                                        "/v1/resources/apply",
                                        "x",
                                        "content-type",
                                        "multipart/mixed")
                                .reason())
                .isEqualTo("INVALID_BODY");
        assertThat(
                        admin.call(
                                        "POST",
                                        "/v1/resources/apply",
                                        "--b\r\n\r\nkind",
                                        "content-type",
                                        "multipart/mixed; boundary=b")
                                .reason())
                .isEqualTo("INVALID_BODY");
        assertThat(admin.apply(Documents.agent("x"), "idempotency-key", "k".repeat(256)).reason())
                .isEqualTo("INVALID_HEADER");
        assertThat(
                        admin.call(
                                        "POST",
                                        "/v1/resources/apply",
                                        "{\"kind\": \"Agent\",",
                                        "content-type",
                                        "application/json")
                                .errors())
                .singleElement()
                .asString()
                .startsWith("MALFORMED_");
    }

    static Stream<Map.Entry<String, String>> broken() {
        return Stream.of(
                        Map.of(
                                "nonsense\r\n\r\n",
                                "400",
                                "GET / HTTP/1.1\r\nno colon here\r\n\r\n",
                                "400",
                                "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\n\r\n",
                                "414",
                                "GET / HTTP/1.1\r\n" + "h: 1\r\n".repeat(10_000) + "\r\n",
                                "431",
                                "GET / HTTP/1.1\r\nlong: " + "x".repeat(40_000) + "\r\n\r\n",
                                "431",
                                "GET /v1/%zz HTTP/1.1\r\nhost: x\r\n\r\n",
                                "400",
                                "POST / HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\ncontent-length: 1\r\n\r\n",
                                "417",
                                "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
                                "400"),
                        Map.of(
                                "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n"
                                        + "transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                                "400",
                                "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\ncontent-length: 5\r\n\r\n",
                                "400",
                                "GET /v1/agents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer admin\r\n"
                                        + "authorization: Bearer alice\r\n\r\n",
                                "400",
                                "GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n",
                                "400",
                                "GET / HTTP/1.1\r\nhost: x\r\nif-match : y\r\n\r\n",
                                "400"))
                .flatMap(requests -> requests.entrySet().stream());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsNoRequestIsAnsweredAndClosed(Map.Entry<String, String> broken) throws IOException {
        String answer = raw(broken.getKey());
        assertThat(answer)
                .startsWith("HTTP/1.1 " + broken.getValue() + " ")
                .contains("connection: close");
        assertThat(answer).contains("application/problem+json").doesNotContain("Exception");
    }

    @Test
    void halfARequestIsGivenUpOn() throws IOException {
        List<String> halves =
                List.of(
                        "",
                        "GET / HT",
                        "GET / HTTP/1.1\r\nhost: x\r\n",
                        "POST /v1/resources/apply HTTP/1.1\r\ncontent-length: 100\r\n\r\nkind");
        for (String half : halves) {
            assertThat(raw(half)).as(half).startsWith("HTTP/1.1 408 ").contains("REQUEST_TOO_SLOW");
        }
        Await.until("no connection is left", SOON, () -> edge.http.connections() <= 1);
    }

    @Test
    void requestsInOneGoAreAnsweredInTheirOrder() throws IOException {
        String three =
                "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20)
                        + "GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        String answers = raw(three);
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(21);
        assertThat(answers.lastIndexOf("HTTP/1.1 404 "))
                .isGreaterThan(answers.lastIndexOf("HTTP/1.1 200 OK"));
    }

    @Test
    void thousandsOfConnectionsAreBounded() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 260; i++) {
                sockets.add(new Socket("127.0.0.1", edge.http.port()));
            }
            assertThat(edge.http.connections()).isLessThanOrEqualTo(201);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Await.until("they are gone", SOON, () -> edge.http.connections() <= 1);
    }

    /** Sends bytes as they are and reads until the server closes. */
    private static String raw(String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", edge.http.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            try {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // refused before all of it was sent
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
