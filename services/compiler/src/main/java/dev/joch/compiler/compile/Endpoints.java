package dev.joch.compiler.compile;

/**
 * Addresses that manifests name where the adapter names none.
 *
 * @param memory also of retrieval sources, one service
 */
public record Endpoints(
        String toolGateway,
        String mcpGateway,
        String memory,
        String rag,
        String trace,
        String agbom) {

    /** The names that services have inside an installation. */
    public static Endpoints standard() {
        return new Endpoints(
                "http://joch-tool-gateway",
                "http://joch-mcp-gateway",
                "http://joch-memory",
                "http://joch-memory",
                "http://joch-trace",
                "http://joch-agbom");
    }
}
