package dev.joch.service.mesh;

import java.util.Map;

/**
 * Where this process listens for its peers and where it finds them.
 *
 * @param split whether services of this process talk over the network
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param peers target by service name, e.g. {@code dns:///resource-store:9090}
 * @param maxMessageBytes largest message in either direction
 */
public record MeshConfig(
        boolean split, String host, int port, Map<String, String> peers, int maxMessageBytes) {

    /** Room for a request of 8 MB with its envelope. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 24 * 1024 * 1024;

    public MeshConfig {
        peers = Map.copyOf(peers);
    }

    /** All services in this process. */
    public static MeshConfig collapsed() {
        return new MeshConfig(false, "", 0, Map.of(), DEFAULT_MAX_MESSAGE_BYTES);
    }
}
