package dev.joch.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.resource.kind.Kinds;

import org.junit.jupiter.api.Test;

import java.util.Set;

final class ControllerGroupsTest {

    private static final Set<String> KNOWN = AllControllers.kinds();

    @Test
    void allIsOneGroupHoweverItIsWritten() {
        ControllerGroups all = ControllerGroups.named("all", KNOWN);
        assertThat(all.kinds()).isEqualTo(KNOWN);
        assertThat(all.consumer()).isEqualTo("controller-manager");
        assertThat(ControllerGroups.named(String.join(",", KNOWN), KNOWN)).isEqualTo(all);
    }

    @Test
    void wordsForKindsChooseThemInAnyOrder() {
        ControllerGroups some = ControllerGroups.named(" policies, Agent ", KNOWN);
        assertThat(some.kinds()).containsExactlyInAnyOrder("Agent", "Policy");
        assertThat(some.consumer()).isEqualTo("controller-manager-agent-policy");
        assertThat(ControllerGroups.named("agents,policies", KNOWN)).isEqualTo(some);
    }

    @Test
    void anUnknownWordIsRefusedWithAllThatThereAre() {
        assertThatThrownBy(() -> ControllerGroups.named("agents,polices", KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no controller \"polices\";")
                .satisfies(refusal -> {
                    for (String kind : KNOWN) {
                        assertThat(String.valueOf(refusal.getMessage()))
                                .contains(Kinds.kind(kind).plural());
                    }
                });
        assertThatThrownBy(() -> ControllerGroups.named("", KNOWN))
                .hasMessageContaining("no controller \"\";");
        assertThatThrownBy(() -> ControllerGroups.named("compiledagentmanifests", KNOWN))
                .hasMessageContaining("compiledagentmanifests");
    }
}
