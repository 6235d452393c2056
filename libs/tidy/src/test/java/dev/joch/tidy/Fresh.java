package dev.joch.tidy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which sources a usual build formats to see whether it was done: those of the last commits and
 * those that are in none. All of them take half a minute; a deep build does that, and so does
 * whoever has them written anew.
 */
final class Fresh {

    private static final String LAST_COMMITS = "HEAD~20";

    private final Path repository;

    private Fresh(Path repository) {
        this.repository = repository;
    }

    /** Paths in the repository; empty when all are meant, or git cannot tell. */
    static Optional<Set<String>> of(Path repository) {
        boolean all =
                !System.getProperty("joch.robustness", "usual").equals("usual")
                        || System.getProperty("format", "").equals("apply");
        return all ? Optional.empty() : new Fresh(repository).paths();
    }

    private Optional<Set<String>> paths() {
        Set<String> paths = new HashSet<>();
        for (List<String> words :
                List.of(
                        List.of("diff", "--name-only", LAST_COMMITS),
                        List.of("ls-files", "--others", "--exclude-standard"))) {
            Optional<List<String>> told = git(words);
            if (told.isEmpty()) {
                return Optional.empty();
            }
            paths.addAll(told.get());
        }
        return Optional.of(paths);
    }

    private Optional<List<String>> git(List<String> words) {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(words);
        try {
            Process git =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(text.lines().toList()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
