package dev.joch.worker.run;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Where programs reach Joch. Empty: this installation has no such service.
 *
 * @param server REST and gRPC of the control plane
 * @param gateway tools and MCP
 * @param router models
 * @param trace OTLP over HTTP
 */
public record Urls(String server, String gateway, String router, String trace) {

    public Urls {
        for (String url : new String[] {server, gateway, router, trace}) {
            if (!url.isEmpty() && !url.startsWith("http://") && !url.startsWith("https://")) {
                throw new IllegalArgumentException(
                        "joch.worker.urls: " + url + " does not begin with http:// or https://");
            }
        }
    }

    /** Where our own keys say nothing, the variables of the sources do. */
    public Urls completedFrom(Map<String, String> environment) {
        return new Urls(
                first(server, environment.get("JOCH_SERVER_URL")),
                first(gateway, environment.get("JOCH_GATEWAY_URL")),
                first(router, environment.get("JOCH_ROUTER_URL")),
                first(trace, environment.get("JOCH_TRACE_URL")));
    }

    private static String first(String own, @Nullable String other) {
        return own.isEmpty() && other != null ? other : own;
    }
}
