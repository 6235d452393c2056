package dev.joch.runtime.local;

import dev.joch.runtime.Limit;
import dev.joch.runtime.LogRead;
import dev.joch.runtime.Marks;
import dev.joch.runtime.Program;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.TestedRuntime;
import dev.joch.service.id.Ids;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Processes of this machine, in a folder of the test's own. */
final class TestedLocal implements TestedRuntime {

    private static final long LOG = 1 << 20;

    private final Path folder;

    TestedLocal(Path folder) {
        this.folder = folder;
    }

    static LocalConfig config(Path folder, String installation) {
        return new LocalConfig(
                folder.resolve("state"),
                installation,
                "/usr/local/bin:/usr/bin:/bin",
                LOG,
                Optional.empty());
    }

    @Override
    public void begin() throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public void end() {
        Cgroups.open(Optional.empty(), "test").ifPresent(Cgroups::close);
    }

    @Override
    public RuntimeAdapter open() {
        return LocalRuntime.open(
                config(folder, "test"), new Ids(InstantSource.system()), InstantSource.system());
    }

    @Override
    public Program shell(String script) {
        return Program.command("sh", "-c", script);
    }

    @Override
    public Program unknown() {
        return Program.command("joch-no-such-program");
    }

    @Override
    public String eat(int mebibytes) {
        // tail keeps what has no end of line
        return "head -c " + mebibytes + "M /dev/zero | tail >/dev/null";
    }

    @Override
    public boolean tellsOutOfMemory() {
        return Cgroups.open(Optional.empty(), "test")
                .filter(groups -> groups.held().contains(Limit.MEMORY))
                .isPresent();
    }

    @Override
    public long mostLog() {
        // each half may be over by what is copied between two looks at its size
        return LOG + 2 * (1 << 20) + LogRead.MOST;
    }

    @Override
    public List<Long> processes(String instance) {
        try {
            return Processes.with(Marks.VARIABLE, instance);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> remains() {
        try {
            return StateFolder.names(folder.resolve("state/workloads"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AutoCloseable occupy(String name) throws IOException {
        Path occupied = folder.resolve("state/workloads").resolve(name);
        Files.createDirectories(occupied.resolve("of-somebody-else"));
        return () -> {
            Files.delete(occupied.resolve("of-somebody-else"));
            Files.delete(occupied);
        };
    }

    @Override
    public boolean isOccupied(String name) {
        return Files.isDirectory(
                folder.resolve("state/workloads").resolve(name).resolve("of-somebody-else"));
    }

    @Override
    public AutoCloseable away() throws IOException {
        Path state = folder.resolve("state");
        Path hidden = folder.resolve("hidden");
        Files.move(state, hidden);
        return () -> Files.move(hidden, state);
    }
}
