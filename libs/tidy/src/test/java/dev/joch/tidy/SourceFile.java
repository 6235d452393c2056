package dev.joch.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One Java file of a module.
 *
 * @param file where it is
 * @param path path below the repository, with forward slashes
 * @param lines its lines
 */
record SourceFile(Path file, String path, List<String> lines) {

    static SourceFile read(Path repository, Path file) {
        try {
            String path = repository.relativize(file).toString().replace('\\', '/');
            return new SourceFile(file, path, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isMain() {
        return path.contains("/src/main/");
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    /** Name of the class the file is called after. */
    String className() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.substring(0, file.length() - ".java".length());
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    Path beside(String name) {
        return file.resolveSibling(name);
    }

    /** The file and line, as a compiler prints it. */
    String at(int index) {
        return path + ":" + (index + 1);
    }
}
