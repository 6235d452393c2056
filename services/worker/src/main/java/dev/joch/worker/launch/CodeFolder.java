package dev.joch.worker.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder below which the code of agents is found.
 *
 * @param root empty where this worker has none
 */
public record CodeFolder(Optional<Path> root) {

    /** Code, or why there is none. */
    sealed interface Place {}

    record Found(Path path) implements Place {}

    record Missing(String message) implements Place {}

    public static CodeFolder of(String folder) {
        return new CodeFolder(
                folder.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Path.of(folder).toAbsolutePath().normalize()));
    }

    /**
     * @param field of the agent that names the file, for the message
     */
    Place file(String field, String name) {
        if (root.isEmpty()) {
            return new Missing(
                    "this worker has no folder with code of agents; set joch.worker.code");
        }
        if (name.isEmpty()) {
            return new Missing("the agent names no code; set " + field);
        }
        Path path = root.get().resolve(name).normalize();
        if (!path.startsWith(root.get())) {
            return outside(field, name);
        }
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(root.get().toRealPath())) {
                return outside(field, name);
            }
            return Files.isRegularFile(real)
                    ? new Found(path)
                    : new Missing(field + " is " + name + ", which is no file");
        } catch (IOException e) {
            return new Missing(
                    field
                            + " is "
                            + name
                            + ", which is not in the code folder of this worker; deploy the code"
                            + " or correct the agent");
        }
    }

    private static Missing outside(String field, String name) {
        return new Missing(
                field + " is " + name + ", which leads out of the code folder of this worker");
    }
}
