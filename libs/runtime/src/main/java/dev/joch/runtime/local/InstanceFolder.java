package dev.joch.runtime.local;

import dev.joch.runtime.Instance;
import dev.joch.runtime.Marks;
import dev.joch.runtime.State;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lies beside a process, and what it says about it.
 *
 * @param path of the folder
 */
record InstanceFolder(Path path) {

    /** Mark of the shell that looks after the program, which carries {@link Marks#VARIABLE}. */
    static final String SUPERVISOR = "JOCH_RUNTIME_SUPERVISOR";

    /** Signals have numbers up to this one. */
    private static final int SIGNALS = 64;

    /** Lays out a new one; nothing runs yet. */
    static void lay(Path path, String id) throws IOException {
        Files.createDirectories(path.resolve("scratch"));
        Files.writeString(path.resolve("id"), id);
    }

    String id() throws IOException {
        return Files.readString(path.resolve("id"));
    }

    Path scratch() {
        return path.resolve("scratch");
    }

    Path log() {
        return path.resolve("log");
    }

    /** The older half of the log. */
    Path olderLog() {
        return path.resolve("log.1");
    }

    boolean hasBegun() {
        return Files.exists(path.resolve("begun"));
    }

    /** From here on no supervisor begins here any more. */
    void fence() throws IOException {
        try {
            Files.createDirectory(path.resolve("begun"));
        } catch (FileAlreadyExistsException begunBefore) {
            return;
        }
    }

    Instance instance(int ordinal) throws IOException {
        Instant created = Files.getLastModifiedTime(path.resolve("id")).toInstant();
        return new Instance(ordinal, id(), created, state());
    }

    State state() throws IOException {
        if (!hasBegun()) {
            return new State.Starting();
        }
        Optional<Processes.Known> supervisor = supervisor();
        if (supervisor.isPresent() && supervisor.get().lives()) {
            return Files.exists(path.resolve("exit")) ? ended("exit") : new State.Running();
        }
        if (supervisor.isEmpty() && !supervisors().isEmpty()) {
            return new State.Starting();
        }
        // the files are read after the process was seen dead: whatever it wrote is there
        if (Files.exists(path.resolve("exit"))) {
            return ended("exit");
        }
        Optional<Processes.Known> program = program();
        if ((program.isPresent() && program.get().lives()) || !programs().isEmpty()) {
            return new State.Running();
        }
        return Files.exists(path.resolve("exit.new"))
                ? ended("exit.new")
                : new State.Ended(-1, State.Cause.LOST);
    }

    private State ended(String file) throws IOException {
        int status = Integer.parseInt(Files.readString(path.resolve(file)).trim());
        boolean signalled = status > 128 && status <= 128 + SIGNALS;
        if (signalled && outOfMemory()) {
            return new State.Ended(status, State.Cause.OUT_OF_MEMORY);
        }
        return new State.Ended(status, signalled ? State.Cause.KILLED : State.Cause.EXITED);
    }

    private boolean outOfMemory() throws IOException {
        Path events = path.resolve("memory.events");
        return Files.exists(events)
                && Files.readString(events)
                        .lines()
                        .anyMatch(line -> line.startsWith("oom_kill ") && !line.endsWith(" 0"));
    }

    /** The program ended; what it left may still hold its output open. */
    boolean isClosing() {
        return Files.exists(path.resolve("exit.new"));
    }

    Optional<Processes.Known> supervisor() throws IOException {
        return known("begun/stat");
    }

    /** Leads a session and a group of the same number. */
    Optional<Processes.Known> program() throws IOException {
        return known("begun/program");
    }

    private Optional<Processes.Known> known(String file) throws IOException {
        try {
            String line = Files.readString(path.resolve(file));
            if (!line.endsWith("\n")) {
                // not written to its end yet
                return Optional.empty();
            }
            Processes.Stat stat = Processes.Stat.parse(line.trim());
            String boot = Files.readString(path.resolve("begun/boot")).trim();
            return Optional.of(new Processes.Known(stat.pid(), stat.started(), boot));
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
    }

    /** Everything that the program started and that lives. */
    List<Long> programs() throws IOException {
        return Processes.with(Marks.VARIABLE, id());
    }

    List<Long> supervisors() throws IOException {
        return Processes.with(SUPERVISOR, id());
    }

    /** When what is left of it gets its SIGKILL. */
    void stopAt(Instant deadline) throws IOException {
        Path stop = path.resolve("stop");
        if (!Files.exists(stop)) {
            Path written = path.resolve("stop.new");
            Files.writeString(written, deadline.toString());
            Files.move(written, stop);
        }
    }

    Instant stopAt() throws IOException {
        return Instant.parse(Files.readString(path.resolve("stop")));
    }

    /** Asks the program to end, once. */
    void ask() throws IOException {
        Path asked = path.resolve("asked");
        Optional<Processes.Known> program = program();
        if (Files.exists(asked) || program.isEmpty()) {
            return;
        }
        if (program.get().lives()) {
            Signals.term(program.get().pid());
        }
        Files.createFile(asked);
    }
}
