package dev.joch.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.runtime.Program;
import dev.joch.runtime.RuntimeAdapterContract;
import dev.joch.runtime.TestedRuntime;
import dev.joch.service.id.Ids;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Processes of this machine keep the contract. */
final class LocalRuntimeTest extends RuntimeAdapterContract {

    @TempDir Path folder;

    @Override
    protected TestedRuntime tested() {
        return new TestedLocal(folder);
    }

    @Test
    void folderBelongsToOneInstallation() {
        open().close();
        assertThatThrownBy(() ->
                        LocalRuntime.open(
                                TestedLocal.config(folder, "yours"),
                                new Ids(InstantSource.system()),
                                InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to the installation test");
    }

    @Test
    void programIsFoundOnThePathOnly() {
        String path = "/bin:/usr/bin";
        assertThat(Supervisor.find(Program.command("sh").command(), path)).isPresent();
        assertThat(Supervisor.find(Program.command("/bin/sh").command(), path)).isPresent();
        assertThat(Supervisor.find(Program.command("bin/sh").command(), "/")).isEmpty();
        assertThat(Supervisor.find(Program.command("sh").command(), "bin")).isEmpty();
        assertThat(Supervisor.find(Program.command("/bin").command(), path)).isEmpty();
        assertThat(Optional.of(Path.of("/bin/sh")))
                .isEqualTo(Supervisor.find(Program.command("/bin/sh").command(), path));
    }
}
