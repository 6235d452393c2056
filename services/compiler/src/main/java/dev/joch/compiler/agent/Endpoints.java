package dev.joch.compiler.agent;

/**
 * Where agents reach the data plane.
 *
 * @param toolGateway where the adapter names none
 * @param mcpGateway where the adapter names none
 */
public record Endpoints(
        String toolGateway,
        String mcpGateway,
        String memory,
        String rag,
        String trace,
        String agbom) {

    public Endpoints {
        named(toolGateway, "tool-gateway");
        named(mcpGateway, "mcp-gateway");
        named(memory, "memory");
        named(rag, "rag");
        named(trace, "trace");
        named(agbom, "agbom");
    }

    /** The names that services have in every installation that Joch sets up. */
    public static Endpoints standard() {
        return new Endpoints(
                "http://joch-tool-gateway",
                "http://joch-mcp-gateway",
                "http://joch-memory",
                "http://joch-memory",
                "http://joch-trace",
                "http://joch-agbom");
    }

    private static void named(String url, String key) {
        if (url.isBlank()) {
            throw new IllegalArgumentException(
                    "joch.compiler.endpoints." + key + " must be an address");
        }
    }
}
