package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.apiserver.http.HttpHandler;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.apiserver.http.TransportFault;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

class PortTakenTest {

    private static final HttpHandler NOBODY =
            new HttpHandler() {
                @Override
                public void handle(HttpExchange exchange) {}

                @Override
                public HttpAnswer refuse(TransportFault fault) {
                    throw new AssertionError("nobody asks");
                }
            };

    @Test
    void aPortOfSomebodyElseIsNamedWithAWayOut() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpServer server =
                    new HttpServer(
                            new InetSocketAddress("127.0.0.1", other.getLocalPort()),
                            TestEdge.limits(Duration.ofSeconds(1)),
                            NOBODY,
                            null);
            assertThatThrownBy(server::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("REST port " + other.getLocalPort())
                    .hasMessageContaining("--port");
            server.close();
        }
    }
}
