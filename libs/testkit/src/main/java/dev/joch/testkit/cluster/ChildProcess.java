package dev.joch.testkit.cluster;

import dev.joch.testkit.wait.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running program with a log file of its own. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration SIGNAL_TIME = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Path log;
    private final long startedNanos = System.nanoTime();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts the program; both of its output streams go to the log file. */
    public static ChildProcess start(ChildCommand command, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command.words())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().remove("JOCH_FAILPOINTS");
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            Children.add(process.toHandle());
            return new ChildProcess(command.name(), process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(command.name() + " cannot be started", e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** When it was started, on the clock of {@link System#nanoTime}. */
    public long startedNanos() {
        return startedNanos;
    }

    public Path log() {
        return log;
    }

    /** Waits for a line in the log; gives its groups. */
    public Matcher awaitLine(Pattern pattern, Duration deadline) {
        return Await.value(
                name + " writes a line like " + pattern,
                deadline,
                () -> {
                    Matcher line = pattern.matcher(text());
                    if (line.find()) {
                        return line;
                    }
                    failWhenDead();
                    return null;
                });
    }

    /** Waits until the condition holds; fails at once when the process ends instead. */
    public void awaitReady(Ready ready, Duration deadline) {
        Await.until(
                name + " is ready (log: " + log + ")",
                deadline,
                () -> {
                    if (ready.isReady(this)) {
                        return true;
                    }
                    failWhenDead();
                    return false;
                });
    }

    private void failWhenDead() {
        if (!process.isAlive()) {
            throw new AssertionError(
                    name
                            + " ended with "
                            + process.exitValue()
                            + " before it was ready:\n"
                            + tail());
        }
    }

    /** SIGKILL: no hook runs, nothing is flushed. What it had started itself lives on. */
    public void kill() {
        Children.adopt(process.toHandle());
        process.destroyForcibly();
        awaitEnd(SIGNAL_TIME);
    }

    /** SIGKILL to the process and to everything that it started: a power cut. */
    public void killAll() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(SIGNAL_TIME);
        for (ProcessHandle child : children) {
            Await.until(name + "'s own processes end", SIGNAL_TIME, () -> !child.isAlive());
        }
    }

    /** SIGTERM: the process may finish what is under way. */
    public void terminate() {
        Children.adopt(process.toHandle());
        process.destroy();
    }

    /** SIGSTOP: the process holds its sockets and answers nothing. */
    public void pause() {
        Signals.send("STOP", process.pid());
    }

    /** SIGCONT. */
    public void resume() {
        Signals.send("CONT", process.pid());
    }

    /** Waits for the end; gives the exit status, 137 after SIGKILL. */
    public int awaitEnd(Duration deadline) {
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + deadline + ":\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ends", e);
        }
    }

    /** All that it has written. */
    public String text() {
        try {
            return Files.exists(log)
                    ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of the log, for messages. */
    public String tail() {
        List<String> lines = text().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    /** Kills what is left. */
    @Override
    public void close() {
        if (process.isAlive()) {
            killAll();
        }
        Children.remove(process.toHandle());
    }
}
