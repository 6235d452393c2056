package dev.joch.service.telemetry;

import java.util.HashMap;
import java.util.Map;

/**
 * What a process tells, and to whom.
 *
 * @param service name of this process in traces
 * @param endpoint collector that takes OTLP over gRPC, e.g. {@code http://otel:4317}; empty exports
 *     nothing
 * @param headers sent to the collector
 * @param ratio of the traces begun here, and of those that clients ask for, that are sampled
 * @param queue most spans that wait for the collector; more are dropped
 * @param batch most spans of one message to it
 */
public record TelemetryConfig(
        String service,
        String endpoint,
        Map<String, String> headers,
        double ratio,
        int queue,
        int batch) {

    public TelemetryConfig {
        headers = Map.copyOf(headers);
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("joch.telemetry.traces.ratio is from 0 to 1");
        }
        if (batch < 1 || queue < batch) {
            throw new IllegalArgumentException(
                    "joch.telemetry.traces.batch is at least 1, and queue at least batch");
        }
        if (!endpoint.isEmpty()
                && !endpoint.startsWith("http://")
                && !endpoint.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "joch.telemetry.otlp.endpoint begins with http:// or https://, e.g."
                            + " http://otel:4317");
        }
    }

    /** Where our own keys say nothing, the variables that every OpenTelemetry program knows do. */
    public TelemetryConfig completedFrom(Map<String, String> environment) {
        if (!endpoint.isEmpty()) {
            return this;
        }
        String asked = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        String protocol = environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        if (!asked.isEmpty() && !protocol.equals("grpc")) {
            throw new IllegalArgumentException(
                    "OTEL_EXPORTER_OTLP_PROTOCOL is "
                            + protocol
                            + "; Joch speaks grpc, most collectors take it at port 4317");
        }
        return new TelemetryConfig(
                environment.getOrDefault("OTEL_SERVICE_NAME", service),
                asked,
                headers.isEmpty()
                        ? pairs(environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", ""))
                        : headers,
                ratio,
                queue,
                batch);
    }

    /** {@code name=value,name=value}. */
    public static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException(
                        "headers of the collector are name=value,name=value");
            }
        }
        return pairs;
    }

    public boolean exports() {
        return !endpoint.isEmpty();
    }
}
