package dev.joch.runtime.local;

import dev.joch.runtime.WorkloadSpec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Starts the shell that starts a program and looks after it. */
final class Supervisor {

    private static final String SCRIPT = script();
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final LocalConfig config;

    Supervisor(LocalConfig config) {
        this.config = config;
    }

    /**
     * Starts it, and waits until the shell has begun. Two at once for one folder are no harm: only
     * the first one starts the program.
     *
     * @param group that the program is put into
     * @param memoryKiB of the data of each process, where no group limits it; 0 is no limit
     */
    Process start(InstanceFolder folder, WorkloadSpec spec, Optional<Path> group, long memoryKiB)
            throws IOException {
        String path = spec.environment().getOrDefault("PATH", config.path());
        Path program =
                find(spec.program().command(), path)
                        .orElseThrow(() -> new IOException("the program has just gone"));
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "setsid",
                                "sh",
                                "-c",
                                SCRIPT,
                                "joch-supervise",
                                folder.path().toString(),
                                group.map(Path::toString).orElse(""),
                                Long.toString(Math.max(1, config.logBytes() / 2)),
                                memoryKiB == 0 ? "" : Long.toString(memoryKiB),
                                folder.id(),
                                path,
                                program.toString()));
        words.addAll(spec.program().command().subList(1, spec.program().command().size()));
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", folder.scratch().toString());
        environment.put("TMPDIR", folder.scratch().toString());
        environment.putAll(spec.environment());
        environment.put("PATH", config.path());
        environment.put(InstanceFolder.SUPERVISOR, folder.id());
        Process process = builder.start();
        awaitBegin(folder, process);
        return process;
    }

    private static void awaitBegin(InstanceFolder folder, Process process) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!folder.hasBegun()) {
            if (!process.isAlive() && !folder.hasBegun()) {
                throw new IOException("the supervising shell ended with " + process.exitValue());
            }
            if (System.nanoTime() > end) {
                throw new IOException("the supervising shell does not begin");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The file of the program, if it is one that may be run. */
    static Optional<Path> find(List<String> command, String path) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        Path named = Path.of(command.getFirst());
        if (named.isAbsolute()) {
            return runnable(named) ? Optional.of(named) : Optional.empty();
        }
        if (named.getNameCount() > 1) {
            return Optional.empty();
        }
        for (String folder : path.split(":", -1)) {
            Path candidate = Path.of(folder).resolve(named);
            if (candidate.isAbsolute() && runnable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean runnable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static String script() {
        try (InputStream text = Supervisor.class.getResourceAsStream("supervise.sh")) {
            if (text == null) {
                throw new IllegalStateException("supervise.sh is part of this jar");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("supervise.sh cannot be read", e);
        }
    }
}
