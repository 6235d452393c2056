package dev.joch.server.split;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A client of REST that asks as often as it takes to be told that something is done. */
public final class PatientApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RETRY_FOR = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final String address;
    private final String token;

    public PatientApi(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Applies until it is acknowledged; repeating it changes nothing more. */
    public void apply(String documents) {
        post("/v1/resources/apply", "application/yaml", documents);
    }

    /** Asks until there is an answer that repeating would not change. */
    public JsonNode post(String path, String json) {
        return post(path, "application/json", json);
    }

    /** Asks for what must be done at once. */
    public void postOnce(String path, String json) {
        done(
                path,
                request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    public void delete(String path) {
        done(path, request(path).DELETE());
    }

    private void done(String path, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("refused: " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(path + " was not answered", e);
        }
    }

    private JsonNode post(String path, String type, String body) {
        long end = System.nanoTime() + RETRY_FOR.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try {
                HttpResponse<String> answer =
                        send(
                                request(path)
                                        .header("content-type", type)
                                        .POST(BodyPublishers.ofString(body)));
                if (answer.statusCode() / 100 == 2) {
                    return JSON.readTree(answer.body());
                }
                if (answer.statusCode() / 100 == 4
                        && answer.statusCode() != 429
                        && answer.statusCode() != 409) {
                    throw new AssertionError("refused: " + answer.body());
                }
                last = answer.body();
            } catch (IOException e) {
                // whether it was done is not known: it is done again
                last = e.toString();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new AssertionError(path + " is not acknowledged within " + RETRY_FOR + ": " + last);
    }

    /** All pages of a list. */
    public List<JsonNode> pages(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(path + "?limit=500&continue=" + next);
            page.path("items").forEach(all::add);
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return all;
    }

    public JsonNode get(String path) {
        try {
            HttpResponse<String> answer = send(request(path).GET());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(path + " cannot be read", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("authorization", "Bearer " + token)
                .timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
