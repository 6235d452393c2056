package dev.joch.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class QuickstartExampleTest {
    @TempDir Path folder;

    @Test
    void theExampleIsValidAndCompleteInItself() {
        String example = Path.of("../examples/quickstart").toAbsolutePath().normalize().toString();

        Outcome outcome = new CommandRun(folder).joch("validate", "-f", example);

        assertThat(outcome.err()).doesNotContain("warning").contains("files are valid");
        assertThat(outcome.lines()).contains("agent/support-triage valid");
        assertThat(outcome.code()).isZero();
    }
}
