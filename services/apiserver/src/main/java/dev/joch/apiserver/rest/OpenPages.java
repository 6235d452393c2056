package dev.joch.apiserver.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.resource.schema.OpenApiWriter;
import dev.joch.service.telemetry.MetricsPage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What anybody may see: whether the server is well, and the description of its API. */
public final class OpenPages {

    private static final Map<String, String> UNCACHED =
            Map.of("content-type", Rendering.JSON, "cache-control", "no-store");

    private final Supplier<Map<String, Boolean>> checks;
    private final Optional<MetricsPage> metrics;
    private volatile byte @Nullable [] openApi;

    /**
     * @param checks by name, whether what this server needs is there
     * @param metrics of this process, where they are for everybody
     */
    public OpenPages(Supplier<Map<String, Boolean>> checks, Optional<MetricsPage> metrics) {
        this.checks = checks;
        this.metrics = metrics;
    }

    boolean has(String path) {
        return switch (path) {
            case "/healthz", "/livez", "/readyz", "/openapi.json", "/openapi/v3" -> true;
            case "/metrics" -> metrics.isPresent();
            default -> false;
        };
    }

    HttpAnswer answer(HttpRequestHead head) {
        return switch (head.path()) {
            case "/openapi.json", "/openapi/v3" -> new HttpAnswer(200, Rendering.JSON, openApi());
            case "/readyz" -> ready(head.flag("verbose"));
            case "/metrics" ->
                    new HttpAnswer(
                            200,
                            Map.of(
                                    "content-type",
                                    MetricsPage.CONTENT_TYPE,
                                    "cache-control",
                                    "no-store"),
                            metrics.orElseThrow().text());
            default ->
                    new HttpAnswer(200, UNCACHED, JsonText.of(json -> state(json, "ok", Map.of())));
        };
    }

    private HttpAnswer ready(boolean verbose) {
        Map<String, Boolean> found = checks.get();
        boolean ready = found.values().stream().allMatch(good -> good);
        return new HttpAnswer(
                ready ? 200 : 503,
                UNCACHED,
                JsonText.of(json ->
                        state(
                                json,
                                ready ? "ok" : "not ready",
                                verbose || !ready ? found : Map.of())));
    }

    private static void state(JsonGenerator json, String status, Map<String, Boolean> checks)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("status", status);
        if (!checks.isEmpty()) {
            json.writeObjectFieldStart("checks");
            for (Map.Entry<String, Boolean> check : checks.entrySet()) {
                json.writeStringField(check.getKey(), check.getValue() ? "ok" : "not ready");
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private byte[] openApi() {
        byte[] written = openApi;
        if (written == null) {
            written = OpenApiWriter.json().getBytes(StandardCharsets.UTF_8);
            openApi = written;
        }
        return written;
    }
}
