package dev.joch.worker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Stands for the tool gateway, the router and the trace service, and keeps what it was asked. */
final class Gateways implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** People take their time. */
    private static final Duration APPROVAL = Duration.ofMillis(300);

    /**
     * @param token as it came, with its scheme
     * @param traceparent place in the trace
     */
    record Call(String path, String token, String traceparent, JsonNode body) {}

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private Gateways(HttpServer server) {
        this.server = server;
    }

    static Gateways start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Gateways gateways = new Gateways(server);
        server.createContext("/", gateways::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return gateways;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Calls of that path since the begin. */
    List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    void forget() {
        calls.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            String path = exchange.getRequestURI().getPath();
            calls.add(
                    new Call(
                            path,
                            header(exchange, "authorization"),
                            header(exchange, "traceparent"),
                            body));
            if (path.equals("/v1/approvals")) {
                LockSupport.parkNanos(APPROVAL.toNanos());
            }
            boolean denied = body.path("toolRef").path("name").asText().equals("desk.close");
            byte[] text = text(path, denied).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(denied ? 403 : 200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private static String text(String path, boolean denied) {
        if (denied) {
            return "{\"status\":403,\"reason\":\"POLICY_DENIED\",\"detail\":\"nobody closes it\"}";
        }
        return switch (path) {
            case "/v1/approvals" -> "{\"decision\":\"approve\"}";
            case "/v1/traces" -> "{}";
            default -> "{\"from\":\"" + path + "\"}";
        };
    }

    private static String header(HttpExchange exchange, String name) {
        @Nullable String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
