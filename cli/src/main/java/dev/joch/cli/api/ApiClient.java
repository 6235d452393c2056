package dev.joch.cli.api;

import dev.joch.cli.config.Settings;
import dev.joch.cli.config.TokenSource;
import dev.joch.cli.http.Answer;
import dev.joch.cli.http.Endpoint;
import dev.joch.cli.http.HttpClient;
import dev.joch.cli.http.Request;
import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.Failure;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the server, on behalf of one command. */
public final class ApiClient implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final Duration SILENCE = Duration.ofSeconds(45);

    /** In which form resources come. */
    public enum Shape {
        DOCUMENTS(""),
        TABLE(";as=Table"),
        WIDE_TABLE(";as=Table;wide");

        private final String parameters;

        Shape(String parameters) {
            this.parameters = parameters;
        }
    }

    private final HttpClient http;
    private final Optional<String> token;
    private final Trace trace;
    private final Consumer<String> log;

    private ApiClient(HttpClient http, Optional<String> token, Trace trace, Consumer<String> log) {
        this.http = http;
        this.token = token;
        this.trace = trace;
        this.log = log;
    }

    /** A client of the server that the settings name; {@code log} hears of every request. */
    public static ApiClient of(
            Settings settings, TokenSource tokens, Trace trace, Consumer<String> log) {
        Endpoint endpoint = Endpoint.of(settings.server());
        HttpClient http = new HttpClient(endpoint, settings.authority(), settings.requestTimeout());
        return new ApiClient(http, tokens.token(settings.credential()), trace, log);
    }

    /** One resource; {@code generation} 0 is the current one. */
    public Optional<Object> find(Reference reference, long generation) {
        Query path =
                reference.path().with("version", generation == 0 ? "" : String.valueOf(generation));
        Answer answer = send(Request.of("GET", path.toString()).with("Accept", JSON));
        return answer.status() == 404 ? notThere(answer) : Optional.of(accepted(answer));
    }

    private static Optional<Object> notThere(Answer answer) {
        Failure failure = Refusal.of(answer);
        if (failure.reason().equals("NO_SUCH_PATH") || failure.reason().equals("UNKNOWN_KIND")) {
            throw new FailureException(failure);
        }
        return Optional.empty();
    }

    /** One resource that has to be there. */
    public Object get(Reference reference, long generation) {
        return get(reference, generation, "", Shape.DOCUMENTS);
    }

    /**
     * One resource in some shape.
     *
     * @param environment only for manifests: the one compiled for it; else empty
     */
    public Object get(Reference reference, long generation, String environment, Shape shape) {
        Query path =
                reference
                        .path()
                        .with("version", generation == 0 ? "" : String.valueOf(generation))
                        .with("environment", environment);
        return accepted(
                send(Request.of("GET", path.toString()).with("Accept", JSON + shape.parameters)));
    }

    /** One page of a list, as documents or as a table. */
    public Object page(Selection selection, Shape shape, int limit, String continueToken) {
        Query path =
                selection
                        .path()
                        .with("limit", limit == 0 ? "" : String.valueOf(limit))
                        .with("continue", continueToken);
        return accepted(
                send(Request.of("GET", path.toString()).with("Accept", JSON + shape.parameters)));
    }

    /** All documents of a list. */
    public List<@Nullable Object> all(Selection selection, int chunk) {
        List<@Nullable Object> items = new ArrayList<>();
        String continueToken = "";
        do {
            Object page = page(selection, Shape.DOCUMENTS, chunk, continueToken);
            items.addAll(Tree.list(Tree.at(page, "items")));
            continueToken = continueToken(page);
        } while (!continueToken.isEmpty());
        return items;
    }

    /** Where the next page begins; empty on the last one. */
    public static String continueToken(@Nullable Object page) {
        return Tree.textIn(page, "metadata", "continue")
                .or(() -> Tree.textIn(page, "continue"))
                .orElse(Tree.text(page, "nextPageToken"));
    }

    /** The revision that a page shows. */
    public static String resourceVersion(@Nullable Object page) {
        return Tree.textIn(page, "metadata", "resourceVersion")
                .orElse(Tree.text(page, "resourceVersion"));
    }

    /** Any other reading. */
    public Object read(Query path) {
        return accepted(send(Request.of("GET", path.toString()).with("Accept", JSON)));
    }

    /** What is kept of earlier versions, newest first. */
    public Object history(Reference reference, int limit) {
        return read(
                reference.path("history").with("limit", limit == 0 ? "" : String.valueOf(limit)));
    }

    public Object referrers(Reference reference) {
        return read(reference.path("referrers"));
    }

    /** A document as it is, whatever its type. */
    public String document(Query path) {
        Answer answer = send(Request.of("GET", path.toString()));
        if (answer.status() < 200 || answer.status() > 299) {
            throw refused(answer);
        }
        return answer.text();
    }

    /** Asks for something to be done. */
    public Object post(Query path, Object body) {
        byte[] content = JsonWriter.line(body).getBytes(StandardCharsets.UTF_8);
        return accepted(
                send(
                        Request.of("POST", path.toString())
                                .with("Accept", JSON)
                                .sending(JSON, content)));
    }

    public Object mergePatch(
            Reference reference, Object patch, String resourceVersion, boolean dryRun) {
        Query path =
                reference
                        .path()
                        .with("resourceVersion", resourceVersion)
                        .with("dryRun", dryRun ? "true" : "");
        return patch(path, "application/merge-patch+json", patch);
    }

    public Object jsonPatch(Reference reference, Object patch, boolean dryRun) {
        Query path = reference.path().with("dryRun", dryRun ? "true" : "");
        return patch(path, "application/json-patch+json", patch);
    }

    private Object patch(Query path, String type, Object patch) {
        byte[] content = JsonWriter.line(patch).getBytes(StandardCharsets.UTF_8);
        return accepted(
                send(
                        Request.of("PATCH", path.toString())
                                .with("Accept", JSON)
                                .sending(type, content)));
    }

    /** Deletes; {@code propagation} empty refuses while others refer to it. */
    public Object delete(Reference reference, String propagation, boolean dryRun) {
        Query path =
                reference
                        .path()
                        .with("propagation", propagation)
                        .with("dryRun", dryRun ? "true" : "");
        return accepted(send(Request.of("DELETE", path.toString()).with("Accept", JSON)));
    }

    /** An answer of a path outside the API, such as {@code /readyz}, with its status. */
    public Answer probe(String path) {
        return send(Request.of("GET", path));
    }

    /** Opens the watch feed after a revision. */
    public HttpClient.Streamed watch(Selection selection, Shape shape, String resourceVersion)
            throws IOException {
        Request request = Request.of("GET", selection.watchPath(resourceVersion).toString());
        log.accept("GET " + request.target() + ", trace " + trace.id());
        return http.stream(
                authorized(request.with("Accept", "application/x-ndjson" + shape.parameters)),
                SILENCE);
    }

    /** Opens an answer that comes as one JSON object per line. */
    public HttpClient.Streamed lines(Query path) throws IOException {
        Request request = Request.of("GET", path.toString());
        log.accept("GET " + request.target() + ", trace " + trace.id());
        return http.stream(authorized(request.with("Accept", "application/x-ndjson")), SILENCE);
    }

    /** What a refusal says. */
    public static FailureException refused(Answer answer) {
        return new FailureException(Refusal.of(answer));
    }

    private Answer send(Request request) {
        long start = System.nanoTime();
        Answer answer = http.send(authorized(request));
        log.accept(
                request.method()
                        + " "
                        + request.target()
                        + " -> "
                        + answer.status()
                        + " in "
                        + (System.nanoTime() - start) / 1_000_000
                        + " ms, trace "
                        + trace.id());
        return answer;
    }

    private Request authorized(Request request) {
        Request identified =
                request.with("User-Agent", "joch-cli").with("traceparent", trace.nextParent());
        return token.map(text -> identified.with("Authorization", "Bearer " + text))
                .orElse(identified);
    }

    private static Object accepted(Answer answer) {
        if (answer.status() < 200 || answer.status() > 299) {
            throw refused(answer);
        }
        try {
            Object body = answer.body().length == 0 ? null : JsonReader.read(answer.text());
            return body == null ? Map.of() : body;
        } catch (JsonException e) {
            throw new FailureException(
                    new Failure.Unreachable(
                            "what answers is not a Joch server: " + e.getMessage(),
                            "check the address with joch context ls"),
                    e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
