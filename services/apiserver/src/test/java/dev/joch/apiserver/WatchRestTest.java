package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

@Timeout(60)
class WatchRestTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private TestEdge edge;
    private RestClient admin;

    @BeforeEach
    void start() {
        edge = TestEdge.start();
        admin = new RestClient(edge, "admin");
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    /** What a stream says, without its bookmarks. */
    private static JsonNode next(Iterator<String> lines) {
        while (true) {
            JsonNode event = any(lines);
            if (!event.path("type").asText().equals("BOOKMARK")) {
                return event;
            }
        }
    }

    private static JsonNode any(Iterator<String> lines) {
        try {
            return new ObjectMapper().readTree(lines.next());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String told(JsonNode event) {
        return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
    }

    @Test
    void aWatchBeginsWithTheStateAndGoesOn() {
        edge.given(Documents.agent("before"));
        HttpResponse<Stream<String>> watch =
                admin.lines("GET", "/v1/resources?watch=true&kind=agents");
        assertThat(watch.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        try (Stream<String> body = watch.body()) {
            Iterator<String> lines = body.iterator();
            JsonNode first = any(lines);
            assertThat(told(first)).isEqualTo("ADDED before");
            assertThat(first.path("resourceVersion").asText())
                    .as("half a state is no place to resume")
                    .isEmpty();
            JsonNode end = any(lines);
            assertThat(end.path("type").asText()).isEqualTo("BOOKMARK");
            assertThat(end.path("initialEnd").asBoolean()).isTrue();
            assertThat(end.path("resourceVersion").asText()).isNotEmpty();
            admin.apply(Documents.agent("after"));
            JsonNode change = next(lines);
            assertThat(told(change)).isEqualTo("ADDED after");
            assertThat(change.path("resourceVersion").asText())
                    .isEqualTo(change.at("/object/metadata/resourceVersion").asText());
        }
    }

    @Test
    void everyListPathAndTheMethodWatchAreWatches() {
        edge.given(Documents.agent("seen"));
        edge.given(Documents.model("unseen"));
        for (String[] call :
                new String[][] {
                    {"GET", "/v1/namespaces/payments/agents?watch=true"},
                    {"GET", "/v1/agents?watch=1&selector=owner%3Dpayments"},
                    {"WATCH", "/v1/resources?namespace=payments"},
                }) {
            try (Stream<String> body = admin.lines(call[0], call[1]).body()) {
                Iterator<String> lines = body.iterator();
                assertThat(told(any(lines))).as(call[1]).isEqualTo("ADDED seen");
                assertThat(any(lines).path("initialEnd").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void aWatchResumesWithoutGapOrRepetition() {
        admin.apply(Documents.agent("one"));
        String from = Long.toString(edge.store.revision());
        admin.apply(Documents.agent("two"));
        admin.apply(Documents.agent("three"));
        try (Stream<String> body =
                admin.lines("GET", "/v1/resources?watch=true&resourceVersion=" + from).body()) {
            Iterator<String> lines = body.iterator();
            assertThat(told(next(lines))).isEqualTo("ADDED two");
            assertThat(told(next(lines))).isEqualTo("ADDED three");
        }
    }

    @Test
    void serverSentEventsCarryIdsAndTakeThemBack() {
        admin.apply(Documents.agent("one"));
        String id = Long.toString(edge.store.revision());
        admin.apply(Documents.agent("two"));
        HttpResponse<Stream<String>> watch =
                admin.lines(
                        "GET",
                        "/v1/resources?watch=true",
                        "accept",
                        "text/event-stream",
                        "last-event-id",
                        id);
        assertThat(watch.headers().firstValue("content-type")).hasValue("text/event-stream");
        try (Stream<String> body = watch.body()) {
            Iterator<String> lines = body.iterator();
            assertThat(lines.next()).isEqualTo("event: ADDED");
            assertThat(lines.next()).isEqualTo("id: " + edge.store.revision());
            assertThat(lines.next()).startsWith("data: {").contains("\"two\"");
            assertThat(lines.next()).isEmpty();
        }
    }

    @Test
    void aWatchEndsWithItsToken() {
        try (Stream<String> body = admin.lines("GET", "/v1/agents?watch=true").body()) {
            Iterator<String> lines = body.iterator();
            assertThat(any(lines).path("initialEnd").asBoolean()).isTrue();
            edge.expire("admin");
            JsonNode end = next(lines);
            assertThat(end.path("type").asText()).isEqualTo("ERROR");
            assertThat(end.path("status").asInt()).isEqualTo(401);
            assertThat(end.at("/error/code").asText()).isEqualTo("TokenExpired");
            assertThat(lines.hasNext()).isFalse();
        }
    }

    @Test
    void headOfAWatchIsThatOfTheListAndEnds() {
        var head = admin.call("HEAD", "/v1/agents?watch=true", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(edge.watches.size()).isZero();
    }

    @Test
    void rowsComeInsteadOfResources() {
        edge.given(Documents.agent("row"));
        try (Stream<String> body = admin.lines("GET", "/v1/agents?watch=true&as=table").body()) {
            JsonNode event = any(body.iterator());
            assertThat(event.at("/object/kind").asText()).isEqualTo("Table");
            assertThat(event.at("/object/rows/0/name").asText()).isEqualTo("row");
        }
    }

    @Test
    void aRevisionThatIsGoneIsSaidByTheStatus() {
        admin.apply(Documents.agent("one"));
        edge.given(Documents.agent("two"));
        edge.store.compact();
        var gone = admin.get("/v1/resources?watch=true&resourceVersion=2");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.reason()).isEqualTo("REVISION_EXPIRED");
        assertThat(admin.get("/v1/resources?watch=true&resourceVersion=old").reason())
                .isEqualTo("INVALID_RESOURCE_VERSION");
        assertThat(admin.as("nobody").get("/v1/resources?watch=true").status()).isEqualTo(403);
        assertThat(admin.as("").get("/v1/resources?watch=true").status()).isEqualTo(401);
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehind() {
        List<Stream<String>> watches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            watches.add(admin.lines("GET", "/v1/resources?watch=true").body());
        }
        assertThat(edge.watches.size()).isEqualTo(10);
        watches.forEach(Stream::close);
        Await.until("all watches are gone", SOON, () -> edge.watches.size() == 0);
        // the gate's own watch stays
        Await.until("the store has lost them too", SOON, () -> edge.store.watches() == 1);
    }

    @Test
    void theStoreMayGoAwayAndComeBack() {
        try (Stream<String> body =
                admin.lines("GET", "/v1/resources?watch=true&kind=agents").body()) {
            Iterator<String> lines = body.iterator();
            admin.apply(Documents.agent("one"));
            assertThat(told(next(lines))).isEqualTo("ADDED one");
            edge.store.goAway();
            edge.given(Documents.agent("two"));
            edge.given(Documents.agent("three"));
            edge.store.comeBack();
            assertThat(told(next(lines))).isEqualTo("ADDED two");
            assertThat(told(next(lines))).isEqualTo("ADDED three");
        }
    }

    @Test
    void aStoreThatStaysAwayEndsTheWatchWithWhereToResume() {
        try (Stream<String> body =
                admin.lines("GET", "/v1/resources?watch=true&kind=agents").body()) {
            Iterator<String> lines = body.iterator();
            admin.apply(Documents.agent("one"));
            assertThat(told(next(lines))).isEqualTo("ADDED one");
            String version = Long.toString(edge.store.revision());
            edge.store.goAway();
            JsonNode end = next(lines);
            assertThat(end.path("type").asText()).isEqualTo("ERROR");
            assertThat(end.at("/error/code").asText()).isEqualTo("WatchInterrupted");
            assertThat(end.path("resourceVersion").asText()).isEqualTo(version);
            assertThat(lines.hasNext()).isFalse();
        }
    }

    @Test
    void withdrawnRightsEndTheWatch() {
        edge.given(Documents.team("payments", "payments", "alice", "viewer"));
        RestClient alice = admin.as("alice");
        Await.until(
                "alice may read",
                SOON,
                () -> alice.get("/v1/namespaces/payments/agents").status() == 200);
        try (Stream<String> body =
                alice.lines("GET", "/v1/namespaces/payments/agents?watch=true").body()) {
            Iterator<String> lines = body.iterator();
            assertThat(any(lines).path("initialEnd").asBoolean()).isTrue();
            edge.given(Documents.team("payments", "payments", "bob", "viewer"));
            JsonNode end = next(lines);
            assertThat(end.at("/error/code").asText()).isEqualTo("WatchRightsChanged");
            assertThat(lines.hasNext()).isFalse();
        }
    }

    @Test
    void aClientThatReadsNothingIsCutOff() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", edge.http.port()));
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("GET /v1/resources?watch=true HTTP/1.1\r\nhost: x\r\nauthorization: Bearer admin\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Await.until("the watch is open", SOON, () -> edge.watches.size() == 1);
            String big = "x".repeat(100_000);
            for (int i = 0; i < 100; i++) {
                edge.given(Documents.agent("big-" + i, "payments", big));
            }
            Await.until("the watch is over", SOON, () -> edge.watches.size() == 0);
        }
    }

    @Test
    void theNumberOfWatchesIsBounded() {
        List<Stream<String>> watches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            watches.add(admin.lines("GET", "/v1/resources?watch=true").body());
        }
        Await.until("all are open", SOON, () -> edge.watches.size() == 50);
        assertThat(admin.get("/v1/resources?watch=true").status()).isEqualTo(429);
        watches.forEach(Stream::close);
    }

    @Test
    void aServerThatStopsSaysSo() {
        try (Stream<String> body = admin.lines("GET", "/v1/resources?watch=true").body()) {
            Iterator<String> lines = body.iterator();
            any(lines);
            edge.watches.close();
            assertThat(next(lines).at("/error/code").asText()).isEqualTo("ShuttingDown");
            assertThat(lines.hasNext()).isFalse();
        }
    }
}
