package dev.joch.testkit.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One Java file of a module.
 *
 * @param path path below the module, with forward slashes
 * @param lines its lines
 */
record SourceFile(String path, List<String> lines) {

    static SourceFile read(Path module, Path file) {
        try {
            String path = module.relativize(file).toString().replace('\\', '/');
            return new SourceFile(path, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isMain() {
        return path.startsWith("src/main/");
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

    /** The file and line, as a compiler prints it. */
    String at(int index) {
        return path + ":" + (index + 1);
    }
}
