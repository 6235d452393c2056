package dev.joch.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class StartOptionsTest {

    private static final List<StartOption> OWN =
            List.of(
                    new StartOption(
                            "--controllers",
                            "KINDS",
                            "joch.controller-manager.controllers",
                            "which ones"));

    private static StartOptions read(String... arguments) {
        return StartOptions.read("probe", OWN, List.of(arguments));
    }

    @Test
    void filesAndOwnOptionsAreReadInBothForms() {
        StartOptions options =
                read("--config", "a.yml", "--controllers=agents,policies", "--config=b.yml");
        assertThat(options.files()).containsExactly(Path.of("a.yml"), Path.of("b.yml"));
        assertThat(options.keys())
                .isEqualTo(Map.of("joch.controller-manager.controllers", "agents,policies"));
        assertThat(read("--controllers", "agents").keys()).containsValue("agents");
    }

    @Test
    void anUnknownWordAndAMissingValueAreNamed() {
        assertThatThrownBy(() -> read("--controlers=agents"))
                .hasMessage("probe has no option --controlers=agents");
        assertThatThrownBy(() -> read("stray")).hasMessageContaining("stray");
        assertThatThrownBy(() -> read("--controllers")).hasMessage("--controllers needs a value");
        assertThatThrownBy(() -> read("--config=")).hasMessage("--config needs a value");
    }

    @Test
    void helpTellsEveryOption() {
        assertThat(read("--config", "a.yml", "--help").help()).isTrue();
        assertThat(StartOptions.usage("probe", OWN))
                .contains("usage: probe [--config FILE]... [--controllers=KINDS]")
                .contains("which ones")
                .contains("--help");
    }
}
