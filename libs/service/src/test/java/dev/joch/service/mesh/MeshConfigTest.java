package dev.joch.service.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class MeshConfigTest {

    @Test
    void theEnvironmentNamesPeersWithUnderscores() {
        assertThat(
                        MeshConfig.peersIn(
                                Map.of(
                                        "JOCH_MESH_PEERS_RESOURCE_STORE", "dns:///store:9090",
                                        "JOCH_MESH_PEERS_ADMISSION", "dns:///admission:9090",
                                        "JOCH_MESH_PORT", "1")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "resource-store", "dns:///store:9090",
                                "admission", "dns:///admission:9090"));
    }
}
