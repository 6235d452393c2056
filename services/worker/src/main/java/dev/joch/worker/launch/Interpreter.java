package dev.joch.worker.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program on the path that runs others. */
final class Interpreter {

    private static final long PATIENCE_SECONDS = 20;

    private final Optional<Path> command;
    private final List<String> askForItself;
    private Optional<Path> real = Optional.empty();
    private boolean asked;

    /**
     * @param name on the path, or an absolute path
     * @param askForItself arguments with which it prints where it really is: what the path has may
     *     be a script that looks for it anew at each start
     */
    Interpreter(String name, List<String> askForItself) {
        this.command = find(name);
        this.askForItself = askForItself;
    }

    private static Optional<Path> find(String name) {
        if (name.contains("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    boolean available() {
        return command.isPresent();
    }

    /** Where it is; empty when it cannot be run. */
    synchronized Optional<Path> path() {
        if (!asked && command.isPresent()) {
            real = ask(command.get());
            asked = true;
        }
        return real;
    }

    private Optional<Path> ask(Path found) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Stream.concat(
                                                    Stream.of(found.toString()),
                                                    askForItself.stream())
                                            .toList())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            String told =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(Path.of(told)).filter(Files::isExecutable);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
