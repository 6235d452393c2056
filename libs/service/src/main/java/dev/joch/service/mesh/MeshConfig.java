package dev.joch.service.mesh;

import java.util.HashMap;
import java.util.Locale;
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

    private static final String PEER_VARIABLE = "JOCH_MESH_PEERS_";

    public MeshConfig {
        peers = Map.copyOf(peers);
    }

    /**
     * Peers that the environment names: {@code JOCH_MESH_PEERS_RESOURCE_STORE} is {@code
     * resource-store}. The framework cannot tell that dash from a dot.
     */
    public static Map<String, String> peersIn(Map<String, String> environment) {
        Map<String, String> peers = new HashMap<>();
        environment.forEach((key, target) -> {
            if (key.startsWith(PEER_VARIABLE)) {
                String peer = key.substring(PEER_VARIABLE.length());
                peers.put(peer.toLowerCase(Locale.ROOT).replace('_', '-'), target);
            }
        });
        return peers;
    }

    /** All services in this process. */
    public static MeshConfig collapsed() {
        return new MeshConfig(false, "", 0, Map.of(), DEFAULT_MAX_MESSAGE_BYTES);
    }
}
