package dev.joch.controllermanager.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.status.Looked;
import dev.joch.resource.v1alpha1.Resource;

import org.junit.jupiter.api.Test;

final class MemoryRulesTest {

    private static final Resource MEMORY =
            Records.of(
                    "Memory",
                    "m",
                    "{type: working, backend: {type: redis, connectionSecretRef: {name: s}},"
                            + " policies: [{name: p}]}");

    private static final Resource SECRET =
            Records.of("Secret", "s", "{source: {type: env, name: S}}");

    @Test
    void itIsReadyWhenWhatItNamesIsThere() {
        Looked looked =
                Looked.at(new MemoryController(), MEMORY, SECRET, Records.of("Policy", "p", "{}"));
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("Ready")).isEqualTo("True Declared");
        assertThat(looked.holds("PoliciesResolved")).isEqualTo("True Resolved");
        Looked bare =
                Looked.at(new MemoryController(), Records.of("Memory", "m", "{type: working}"));
        assertThat(bare.phase()).isEqualTo("Ready");
        assertThat(bare.holds("PoliciesResolved")).isEqualTo("absent");
    }

    @Test
    void withoutItsSecretItFailsAndWithoutItsPolicyItSaysSo() {
        assertThat(Looked.at(new MemoryController(), MEMORY).phase()).isEqualTo("Failed");
        Looked looked = Looked.at(new MemoryController(), MEMORY, SECRET);
        assertThat(looked.phase()).isEqualTo("Ready");
        assertThat(looked.holds("PoliciesResolved")).isEqualTo("False PolicyMissing");
    }
}
