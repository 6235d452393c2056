package dev.joch.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a server does in its first minute, done once while the AOT cache is recorded, so that later
 * starts find those classes loaded and linked.
 */
final class Training {

    private static final String DOCUMENT =
            """
            apiVersion: memory.joch.dev/v1alpha1
            kind: KnowledgeSource
            metadata: { name: training, namespace: default, labels: { team: joch } }
            spec:
              description: round %d
              type: web
              source: { url: "https://example.com" }
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String rest;
    private final String token;

    private Training(String rest, String token) {
        this.rest = rest;
        this.token = token;
    }

    static void run(CollapsedServer server, Path tokenFile) {
        try {
            new Training(server.rest(), Files.readString(tokenFile).strip()).rounds();
        } catch (IOException e) {
            throw new UncheckedIOException("training failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rounds() throws IOException, InterruptedException {
        for (int round = 0; round < 20; round++) {
            send("POST", "/v1/resources/apply", DOCUMENT.formatted(round));
            send("POST", "/v1/resources/diff", DOCUMENT.formatted(round + 1));
            for (String path :
                    List.of(
                            "/v1/namespaces/default/knowledgesources",
                            "/v1/namespaces/default/knowledgesources/training",
                            "/v1/namespaces/default/knowledgesources/training/history",
                            "/v1/namespaces/default/agents?as=table",
                            "/v1/whoami",
                            "/v1/version",
                            "/v1/audit",
                            "/readyz?verbose")) {
                send("GET", path, "");
            }
        }
        send("DELETE", "/v1/namespaces/default/knowledgesources/training", "");
    }

    private void send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(rest + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/yaml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 500) {
            throw new IOException(
                    method
                            + " "
                            + path
                            + " answered "
                            + answer.statusCode()
                            + ": "
                            + answer.body());
        }
    }
}
