package dev.joch.policyengine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A guardian on a port of this machine that always says the same. */
final class SmallGuardian implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What it does with one question. */
    @FunctionalInterface
    interface Manner {
        void answer(HttpExchange exchange, CountDownLatch closing)
                throws IOException, InterruptedException;
    }

    private SmallGuardian(Manner manner) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(new ObjectMapper().readTree(exchange.getRequestBody()));
                    try (exchange) {
                        manner.answer(exchange, closing);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
    }

    static SmallGuardian of(Manner manner) throws IOException {
        return new SmallGuardian(manner);
    }

    /** One that answers with this result. */
    static SmallGuardian saying(String result) throws IOException {
        return answering(200, "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":" + result + "}");
    }

    static SmallGuardian answering(int status, String body) throws IOException {
        return of((exchange, closing) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    /** One that begins to answer and never ends. */
    static SmallGuardian silent() throws IOException {
        return of((exchange, closing) -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write('{');
            body.flush();
            closing.await();
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/guard";
    }

    List<JsonNode> asked() {
        return asked;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
