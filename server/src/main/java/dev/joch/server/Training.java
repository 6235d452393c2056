package dev.joch.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Never counted down: only its waiting is wanted. */
    private final CountDownLatch pause = new CountDownLatch(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String rest;
    private final String token;

    private Training(String rest, String token) {
        this.rest = rest;
        this.token = token;
    }

    static void run(CollapsedServer server, Path tokenFile) {
        try {
            Training training = new Training(server.rest(), Files.readString(tokenFile).strip());
            training.rounds();
            training.agent();
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

    /** From an agent to its manifest and its bill, by way of every service. */
    private void agent() throws IOException, InterruptedException {
        send("POST", "/v1/resources/apply", resource("/joch-training.yaml"));
        String bill = "/v1/namespaces/training/agents/training/agbom";
        long end = System.nanoTime() + LONGEST.toNanos();
        while (send("GET", bill, "") != 200) {
            if (System.nanoTime() > end) {
                throw new IOException("there is no bill of the agent after " + LONGEST);
            }
            pause.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        for (String path :
                List.of(
                        bill + "?format=spdx",
                        "/v1/namespaces/training/manifests?agent=training",
                        "/v1/namespaces/training/manifests/training-g1",
                        "/v1/namespaces/training/agboms/training-agbom",
                        "/v1/namespaces/training/agents/training/referrers",
                        "/v1/decisions",
                        "/v1/agbom")) {
            send("GET", path, "");
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Training.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int send(String method, String path, String body)
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
        return answer.statusCode();
    }
}
