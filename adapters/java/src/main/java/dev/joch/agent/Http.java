package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Calls of Joch over HTTP, each with the token as it is now and the place in the trace. */
final class Http {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private @Nullable HttpClient client;

    Http(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Address out of a variable; there is none where a service is not deployed. */
    private String base(String service, String variable) {
        String url = environment.getOrDefault(variable, "");
        if (url.isEmpty()) {
            throw new NotAvailable(service, variable);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    Map<String, @Nullable Object> post(
            String service, String variable, String path, Object body, Duration most) {
        String url = base(service, variable) + path;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(most)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        String token = token();
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        String traceparent = environment.getOrDefault("TRACEPARENT", "");
        if (!traceparent.isEmpty()) {
            request.header("traceparent", traceparent);
        }
        String call = "POST " + path;
        try {
            HttpResponse<String> answer =
                    client().send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw CallFailed.of(call, answer.statusCode(), answer.body());
            }
            return answer.body().isBlank() ? Map.of() : Json.readObject(answer.body());
        } catch (IOException e) {
            throw new CallFailed(call + ": the " + service + " does not answer", 0, "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailed(call + " was interrupted", 0, "", e);
        }
    }

    /** Read anew each time: the worker renews it. */
    String token() {
        String file = environment.getOrDefault("JOCH_TOKEN_FILE", "");
        try {
            return file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made =
                    HttpClient.newBuilder()
                            .connectTimeout(CONNECT)
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
            client = made;
        }
        return made;
    }
}
