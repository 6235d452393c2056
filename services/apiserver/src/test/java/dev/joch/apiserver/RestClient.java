package dev.joch.apiserver;

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
import java.util.List;
import java.util.stream.Stream;

/** A client that says what came back, whatever it was. */
final class RestClient {

    /** An answer. */
    record Answer(int status, HttpResponse<?> response, String body) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String reason() {
            return json().path("reason").asText();
        }

        /** Reasons of the diagnostics, with where they are. */
        List<String> errors() {
            return Stream.iterate(0, i -> i < json().path("errors").size(), i -> i + 1)
                    .map(i -> json().path("errors").get(i))
                    .map(e ->
                            e.path("reason").asText()
                                    + "@"
                                    + e.path("source").asText()
                                    + ":"
                                    + e.path("line").asInt()
                                    + ":"
                                    + e.path("column").asInt())
                    .toList();
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final TestEdge edge;
    private final String token;

    RestClient(TestEdge edge, String token) {
        this.edge = edge;
        this.token = token;
    }

    /** The same server, somebody else. */
    RestClient as(String other) {
        return new RestClient(edge, other);
    }

    Answer get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Answer apply(String yaml, String... headers) {
        return call(
                "POST",
                "/v1/resources/apply",
                yaml,
                with(headers, "content-type", "application/yaml"));
    }

    Answer call(String method, String path, String body, String... headers) {
        return call(method, path, BodyPublishers.ofString(body), headers);
    }

    Answer call(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        try {
            HttpResponse<String> response =
                    client.send(request(method, path, body, headers), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, response.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** An answer whose body is read as it comes. */
    HttpResponse<Stream<String>> lines(String method, String path, String... headers) {
        try {
            return client.send(
                    request(method, path, BodyPublishers.noBody(), headers),
                    BodyHandlers.ofLines());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    private HttpRequest request(
            String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(edge.url(path)))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, body);
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static String[] with(String[] headers, String name, String value) {
        return Stream.concat(Stream.of(headers), Stream.of(name, value)).toArray(String[]::new);
    }
}
