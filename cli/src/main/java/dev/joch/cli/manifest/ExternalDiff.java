package dev.joch.cli.manifest;

import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Shows differences with a program that compares two folders. */
final class ExternalDiff {
    private final Session session;
    private final List<String> command;

    ExternalDiff(Session session, String program) {
        this.session = session;
        this.command = new ArrayList<>(List.of(program.strip().split("\\s+")));
    }

    void show(List<Differences> changes) {
        try {
            Path folder = Files.createTempDirectory("joch-diff");
            try {
                run(folder, changes);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw FailureException.local(
                    "DIFF_PROGRAM_FAILED",
                    command.getFirst() + " cannot be run: " + e.getMessage(),
                    "correct JOCH_EXTERNAL_DIFF, or unset it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Path folder, List<Differences> changes)
            throws IOException, InterruptedException {
        Path stored = Files.createDirectory(folder.resolve("stored"));
        Path wanted = Files.createDirectory(folder.resolve("new"));
        for (Differences change : changes) {
            String file = change.name().replace('/', '.') + ".yaml";
            Files.writeString(stored.resolve(file), change.before());
            Files.writeString(wanted.resolve(file), change.after());
        }
        command.add(stored.toString());
        command.add(wanted.toString());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (InputStream output = process.getInputStream()) {
            output.transferTo(session.screen().out());
        }
        process.waitFor();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
