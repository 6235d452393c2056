package dev.joch.server.split;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.testkit.history.Sighting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** REST by the JDK's own client: it opens new connections by itself. */
final class RestApi implements Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final String address;
    private final String token;

    RestApi(String address, String token) {
        this.address = address;
        this.token = token;
    }

    @Override
    public Map<String, String> apply(List<Doc> docs, Call call) {
        String body = String.join("---\n", docs.stream().map(Doc::yaml).toList());
        HttpRequest.Builder request =
                request("/v1/resources/apply")
                        .header("content-type", "application/yaml")
                        .header("x-request-id", call.requestId())
                        .POST(BodyPublishers.ofString(body));
        if (!call.idempotencyKey().isEmpty()) {
            request.header("idempotency-key", call.idempotencyKey());
        }
        Map<String, String> versions = new LinkedHashMap<>();
        for (JsonNode result : ask(request).path("results")) {
            versions.put(
                    Doc.key(result.path("namespace").asText(), result.path("name").asText()),
                    result.path("resourceVersion").asText());
        }
        return versions;
    }

    @Override
    public Optional<Stored> read(String key) {
        try {
            JsonNode answer = ask(request(path(key)).GET());
            return Optional.of(stored(answer.has("resource") ? answer.path("resource") : answer));
        } catch (Refused e) {
            if (e.reason().equals("NOT_FOUND")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void delete(String key, Call call) {
        ask(request(path(key)).header("x-request-id", call.requestId()).DELETE());
    }

    @Override
    public Listed list(String namespace) {
        List<Stored> all = new ArrayList<>();
        String next = "";
        while (true) {
            JsonNode page = ask(request(folder(namespace) + "?limit=500&continue=" + next).GET());
            for (JsonNode resource : page.path("items")) {
                all.add(stored(resource));
            }
            next = page.path("metadata").path("continue").asText();
            if (next.isEmpty()) {
                return new Listed(all, page.path("metadata").path("resourceVersion").asLong());
            }
        }
    }

    @Override
    public void watch(String namespace, long from, Viewer watcher) {
        HttpRequest request =
                request(folder(namespace) + "?watch=true&resourceVersion=" + from)
                        .header("accept", "application/x-ndjson")
                        .GET()
                        .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode event = JSON.readTree(line);
                    if (answer.statusCode() == 410 || event.path("status").asInt() == 410) {
                        watcher.takes(new Sighting("", Sighting.Type.EXPIRED, from, "", ""));
                        return;
                    }
                    if (answer.statusCode() != 200 || event.path("type").asText().equals("ERROR")) {
                        return;
                    }
                    if (!watcher.takes(sighting(event))) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // cut: the caller resumes
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Sighting sighting(JsonNode event) {
        Sighting.Type type = Sighting.Type.valueOf(event.path("type").asText());
        long revision = event.path("resourceVersion").asLong();
        if (!type.isChange()) {
            return new Sighting("", type, revision, "", "");
        }
        Stored stored = stored(event.path("object"));
        return new Sighting("", type, revision, stored.key(), stored.value());
    }

    private static Stored stored(JsonNode resource) {
        JsonNode meta = resource.path("metadata");
        return new Stored(
                Doc.key(meta.path("namespace").asText(), meta.path("name").asText()),
                resource.path("spec").path("description").asText(),
                meta.path("resourceVersion").asText());
    }

    private static String folder(String namespace) {
        return (namespace.isEmpty() ? "/v1/" : "/v1/namespaces/" + namespace + "/") + Doc.PLURAL;
    }

    private static String path(String key) {
        return folder(Doc.namespace(key)) + "/" + Doc.name(key);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("authorization", "Bearer " + token);
    }

    /** The answer of a good call; whether a bad one has done something decides what is thrown. */
    JsonNode ask(HttpRequest.Builder builder) {
        try {
            HttpResponse<byte[]> answer =
                    client.send(builder.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() / 100 == 2) {
                return body;
            }
            String reason = body.path("reason").asText();
            String text = answer.statusCode() + " " + body.path("detail").asText();
            if (answer.statusCode() / 100 == 4 && answer.statusCode() != 499) {
                throw new Refused(reason, text);
            }
            throw new Unknown(reason + " " + text);
        } catch (ConnectException e) {
            throw new Away();
        } catch (IOException e) {
            throw new Unknown(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unknown("interrupted");
        }
    }

    /** Applies any documents at once; gives what was made, by kind, name and generation. */
    List<String> applyTexts(List<String> texts) {
        HttpRequest.Builder request =
                request("/v1/resources/apply")
                        .header("content-type", "application/yaml")
                        .POST(BodyPublishers.ofString(String.join("\n---\n", texts)));
        List<String> made = new ArrayList<>();
        ask(request).path("results").forEach(result -> made.add(name(result, result)));
        return made;
    }

    /** Everything that is there, by kind, name and generation: a status moves the version alone. */
    List<String> identities() {
        List<String> all = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = ask(request("/v1/resources?limit=500&continue=" + next).GET());
            page.path("items")
                    .forEach(resource -> all.add(name(resource, resource.path("metadata"))));
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return all;
    }

    private static String name(JsonNode resource, JsonNode meta) {
        return resource.path("kind").asText()
                + " "
                + meta.path("namespace").asText()
                + "/"
                + meta.path("name").asText()
                + " "
                + meta.path("generation").asText();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
