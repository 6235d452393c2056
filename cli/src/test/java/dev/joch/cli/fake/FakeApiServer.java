package dev.joch.cli.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Answers as the API server does, with what a test put into it. Whatever is not scripted comes from
 * a few stored documents.
 */
public final class FakeApiServer implements AutoCloseable {
    public static final String TOKEN = "token-of-the-test";

    private final HttpServer server;
    private final Map<String, Queue<Scripted>> scripts = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final StoredResources stored = new StoredResources();

    /** One request that came in. */
    public record Asked(
            String method,
            String path,
            Map<String, String> query,
            String accept,
            String authorization,
            String traceparent,
            String body) {

        public Object json() {
            return JsonReader.read(body);
        }
    }

    private record Scripted(int status, String type, String body) {}

    public FakeApiServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public StoredResources stored() {
        return stored;
    }

    public List<Asked> asked() {
        return asked;
    }

    public Asked lastAsked() {
        return asked.getLast();
    }

    /** Answers the next request of this kind with a body of one's own. */
    public FakeApiServer on(String method, String path, int status, String body) {
        String type = status < 400 ? "application/json" : "application/problem+json";
        scripts.computeIfAbsent(method + " " + path, key -> new ConcurrentLinkedQueue<>())
                .add(new Scripted(status, type, body));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Asked request =
                new Asked(
                        exchange.getRequestMethod(),
                        path,
                        query(exchange.getRequestURI().getRawQuery()),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Accept")),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(request);
        Queue<Scripted> queue = scripts.get(request.method() + " " + path);
        Scripted scripted = queue == null ? null : queue.poll();
        Scripted answer = scripted == null ? usual(request) : scripted;
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        // answers of unknown length are chunked, so both ways of framing are met
        exchange.sendResponseHeaders(answer.status(), path.hashCode() % 2 == 0 ? 0 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Scripted usual(Asked request) {
        return switch (request.path()) {
            case "/readyz" -> ok("ok");
            case "/v1/version" ->
                    ok(
                            "{\"version\":\"0.1.0\",\"shape\":\"collapsed\",\"store\":\"postgres\",\"java\":\"25\",\"commit\":\"abc\"}");
            case "/v1/whoami" -> whoAmI(request);
            default -> resources(request);
        };
    }

    private static Scripted whoAmI(Asked request) {
        return request.authorization().equals("Bearer " + TOKEN)
                ? ok(
                        "{\"subject\":\"admin\",\"tenant\":\"default\",\"method\":\"local-admin\",\"roles\":[\"admin@*\"]}")
                : problem(401, "UNAUTHENTICATED", "the token is not accepted");
    }

    private Scripted resources(Asked request) {
        List<String> parts =
                new ArrayList<>(List.of(request.path().substring("/v1/".length()).split("/")));
        String namespace = "";
        if (parts.getFirst().equals("namespaces")) {
            namespace = parts.get(1);
            parts.subList(0, 2).clear();
        }
        boolean table = request.accept().contains("as=Table");
        if (parts.size() == 1) {
            return ok(stored.list(namespace, parts.getFirst(), request.query(), table));
        }
        Object document = stored.find(namespace, parts.get(0), parts.get(1));
        if (document == null) {
            return problem(404, "NOT_FOUND", parts.get(0) + "/" + parts.get(1) + " does not exist");
        }
        if (parts.size() == 3) {
            return ok(
                    parts.get(2).equals("history")
                            ? StoredResources.history(document)
                            : "{\"referrers\":[]}");
        }
        return switch (request.method()) {
            case "GET" ->
                    ok(
                            table
                                    ? stored.table(parts.getFirst(), List.of(document))
                                    : JsonWriter.line(document));
            case "DELETE" -> ok("{\"action\":\"deleted\",\"cascaded\":[]}");
            case "PATCH" ->
                    ok(
                            "{\"action\":\"configured\",\"resource\":"
                                    + JsonWriter.line(document)
                                    + "}");
            default -> problem(400, "METHOD_NOT_ALLOWED", "not here");
        };
    }

    private static Scripted ok(String body) {
        return new Scripted(200, "application/json", body);
    }

    /** A refusal as the server words it. */
    public static String refusal(int status, String reason, String detail, String errors) {
        return "{\"type\":\"https://joch.dev/errors/%s\",\"status\":%d,\"detail\":\"%s\",\"requestId\":\"req-1\",\"reason\":\"%s\",\"errors\":%s}"
                .formatted(reason, status, detail, reason, errors);
    }

    private static Scripted problem(int status, String reason, String detail) {
        return new Scripted(
                status, "application/problem+json", refusal(status, reason, detail, "[]"));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(
                        parts[0],
                        URLDecoder.decode(
                                parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    /** The values of a field of all requests of a method. */
    public List<String> pathsOf(String method) {
        return asked.stream()
                .filter(request -> request.method().equals(method))
                .map(Asked::path)
                .toList();
    }

    /** The texts that were sent to apply, validate or diff. */
    public static String source(Asked request, String field) {
        return Tree.text(Tree.list(Tree.at(request.json(), "sources")).getFirst(), field);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
