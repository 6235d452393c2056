package dev.joch.server.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** What the test asks of a Joch, over REST, as often as it takes. */
final class FleetApi implements AutoCloseable {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
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

    FleetApi(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Applies until it is acknowledged; repeating it changes nothing more. */
    void apply(String documents) {
        long end = System.nanoTime() + RETRY_FOR.toNanos();
        while (true) {
            try {
                HttpResponse<String> answer =
                        send(
                                request("/v1/resources/apply")
                                        .header("content-type", "application/yaml")
                                        .POST(BodyPublishers.ofString(documents)));
                if (answer.statusCode() == 200) {
                    return;
                }
                if (answer.statusCode() / 100 == 4
                        && answer.statusCode() != 429
                        && answer.statusCode() != 409) {
                    throw new AssertionError("refused: " + answer.body());
                }
            } catch (IOException e) {
                // whether it was done is not known: it is done again
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not acknowledged within " + RETRY_FOR);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Starts a run that must be taken. */
    void execute(String namespace, String execution) {
        try {
            HttpResponse<String> answer =
                    send(
                            request("/v1/namespaces/" + namespace + "/executions")
                                    .header("content-type", "application/json")
                                    .POST(BodyPublishers.ofString(execution)));
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("refused: " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the run was not started", e);
        }
    }

    void delete(String path) {
        try {
            HttpResponse<String> answer = send(request(path).DELETE());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("refused: " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(path + " was not deleted", e);
        }
    }

    /** Every resource. */
    List<JsonNode> resources() {
        return pages("/v1/resources");
    }

    /**
     * Spec of the newest manifest of every agent, as text in one form, by {@code namespace/name}.
     */
    SortedMap<String, String> manifests() {
        SortedMap<String, String> all = new TreeMap<>();
        for (int i = 0; i < Fleet.NAMESPACES; i++) {
            String namespace = Fleet.namespace(i);
            for (JsonNode manifest : pages("/v1/namespaces/" + namespace + "/manifests")) {
                all.put(
                        namespace + "/" + manifest.path("metadata").path("name").asText(),
                        text(manifest.path("spec")));
            }
        }
        return all;
    }

    /** Agents that have a bill of materials, by {@code namespace/name}, with its generation. */
    SortedMap<String, Long> bills() {
        SortedMap<String, Long> all = new TreeMap<>();
        for (JsonNode record : pages("/v1/agboms")) {
            all.put(
                    record.path("metadata").path("namespace").asText()
                            + "/"
                            + record.path("spec").path("agentRef").path("name").asText(),
                    record.path("status").path("generation").asLong());
        }
        return all;
    }

    private List<JsonNode> pages(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(path + "?limit=500&continue=" + next);
            page.path("items").forEach(all::add);
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return all;
    }

    JsonNode get(String path) {
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

    /** Members in order, so that equal values have equal texts. */
    private static String text(JsonNode node) {
        try {
            Object tree = JSON.treeToValue(node, Object.class);
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest that a manifest has in itself. */
    static String digest(String manifest) {
        try {
            return JSON.readTree(manifest).path("digest").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the status of a resource lacks of having seen its newest spec; empty when nothing. */
    static String unseen(JsonNode resource) {
        long generation = resource.path("metadata").path("generation").asLong();
        long observed = resource.path("status").path("observedGeneration").asLong();
        return observed == generation
                ? ""
                : resource.path("kind").asText()
                        + "/"
                        + resource.path("metadata").path("name").asText()
                        + " is at "
                        + generation
                        + ", its status at "
                        + observed;
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
