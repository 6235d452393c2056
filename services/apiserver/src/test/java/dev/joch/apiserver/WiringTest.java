package dev.joch.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.apiserver.grpc.GrpcServer;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.service.process.JochProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The process as {@code joch-apiserver.yml} describes it. */
class WiringTest {

    @Test
    void theProcessStartsAndAnswers(@TempDir Path folder) throws IOException, InterruptedException {
        Path token = folder.resolve("admin.token");
        Map<String, Object> keys =
                Map.of(
                        "joch.apiserver.host",
                        "127.0.0.1",
                        "joch.apiserver.port",
                        0,
                        "joch.apiserver.grpc-port",
                        0,
                        "joch.apiserver.audit.store",
                        "memory",
                        "joch.apiserver.auth.local-admin.token-file",
                        token.toString());
        try (JochProcess process = JochProcess.start(List.of("apiserver"), List.of(), keys)) {
            int port = process.bean(HttpServer.class).port();
            assertThat(process.bean(GrpcServer.class).port()).isPositive();
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest ask =
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port + "/v1/whoami"))
                                .header(
                                        "authorization",
                                        "Bearer " + Files.readString(token).strip())
                                .build();
                assertThat(client.send(ask, BodyHandlers.ofString()).body())
                        .contains("local-admin")
                        .contains("admin@*");
            }
        }
    }
}
