package dev.joch.service.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class KnownKeysTest {

    private final KnownKeys keys = new KnownKeys(List.of(ConfigFiles.defaults("service")));

    @Test
    void everyKeyOfTheDefaultsIsKnown() {
        assertThatCode(() -> keys.check("test", List.of("joch.mesh.port", "joch.database.url")))
                .doesNotThrowAnyException();
    }

    @Test
    void aMisspeltKeyStopsTheStartAndIsCorrected() {
        assertThatThrownBy(() -> keys.check("my.yml", List.of("joch.mesh.prot")))
                .hasMessage(
                        "my.yml: unknown configuration key joch.mesh.prot; did you mean"
                                + " joch.mesh.port?");
    }

    @Test
    void aGroupTakesAnyNameBelowIt() {
        assertThatCode(() -> keys.check("test", List.of("joch.mesh.peers.resource-store")))
                .doesNotThrowAnyException();
    }

    @Test
    void keysOfOthersAreNotOurs() {
        assertThatCode(() -> keys.check("test", List.of("micronaut.server.port")))
                .doesNotThrowAnyException();
    }
}
