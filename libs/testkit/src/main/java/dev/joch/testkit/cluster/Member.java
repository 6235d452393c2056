package dev.joch.testkit.cluster;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A place in the cluster that a process fills, dies in, and fills again with the same command.
 *
 * <p>One thread at a time commands a member.
 */
public final class Member implements AutoCloseable {

    private final ChildCommand command;
    private final Ready ready;
    private final Duration startTime;
    private final Path folder;
    private final List<Path> logs = new ArrayList<>();
    private volatile @Nullable ChildProcess process;

    Member(ChildCommand command, Ready ready, Duration startTime, Path folder) {
        this.command = command;
        this.ready = ready;
        this.startTime = startTime;
        this.folder = folder;
    }

    public String name() {
        return command.name();
    }

    /** Starts without waiting. */
    public Member launch(Map<String, String> environment) {
        ChildProcess before = process;
        if (before != null && before.isAlive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        if (before != null) {
            before.close();
        }
        Path log = folder.resolve(name() + "." + (logs.size() + 1) + ".log");
        logs.add(log);
        process = ChildProcess.start(command.env(environment), log);
        return this;
    }

    /** Starts, and waits until it is ready. */
    public Member start() {
        return start(Map.of());
    }

    /** Starts with more environment for this one life, and waits until it is ready. */
    public Member start(Map<String, String> environment) {
        return launch(environment).awaitReady();
    }

    public Member awaitReady() {
        process().awaitReady(ready, startTime);
        return this;
    }

    /** Whether it runs and is ready. */
    public boolean isReady() {
        ChildProcess current = process;
        return current != null && current.isAlive() && ready.isReady(current);
    }

    public boolean isAlive() {
        ChildProcess current = process;
        return current != null && current.isAlive();
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    /** SIGKILL to it and all it started. */
    public void killAll() {
        process().killAll();
    }

    /** The process of the current life. */
    public ChildProcess process() {
        ChildProcess current = process;
        if (current == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return current;
    }

    /** Log files, one for each life. */
    public List<Path> logs() {
        return List.copyOf(logs);
    }

    @Override
    public void close() {
        ChildProcess current = process;
        if (current != null) {
            current.close();
        }
    }
}
