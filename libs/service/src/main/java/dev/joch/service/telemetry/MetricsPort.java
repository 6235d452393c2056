package dev.joch.service.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shows the metrics of a service to whoever scrapes it: {@code GET /metrics}. */
public final class MetricsPort implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);

    /** Scrapers come one at a time; whoever else comes waits in the backlog. */
    private static final int READERS = 2;

    private static final int BACKLOG = 16;

    private final String host;
    private final int port;
    private final MetricsPage page;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService readers;

    /**
     * @param port 0 shows nothing
     */
    public MetricsPort(String host, int port, MetricsPage page) {
        this.host = host;
        this.port = port;
        this.page = page;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public int order() {
        return 90;
    }

    @Override
    public void start() {
        if (port == 0) {
            return;
        }
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
            ExecutorService threads =
                    Executors.newFixedThreadPool(
                            READERS, Thread.ofPlatform().name("metrics-", 0).daemon().factory());
            opened.setExecutor(threads);
            opened.createContext("/", this::answer);
            opened.start();
            server = opened;
            readers = threads;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the metrics port "
                            + host
                            + ":"
                            + port
                            + " is not to be had; set joch.telemetry.prometheus.port to another one",
                    e);
        }
        LOG.info("metrics are at http://{}:{}/metrics", host, port);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] text = page.text();
                exchange.getResponseHeaders().set("Content-Type", MetricsPage.CONTENT_TYPE);
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }

    @Override
    public void close() {
        HttpServer open = server;
        ExecutorService threads = readers;
        if (open != null && threads != null) {
            open.stop(0);
            threads.shutdownNow();
        }
    }
}
