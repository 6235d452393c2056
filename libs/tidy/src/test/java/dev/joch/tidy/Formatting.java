package dev.joch.tidy;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * google-java-format in AOSP style.
 *
 * <p>Here and not in a build plugin, because the formatter parses with the compiler of the JVM it
 * runs in: the build's own JVM may be older than our sources, the tests' never is.
 */
final class Formatting {

    private static final Style STYLE = Style.AOSP;

    private final Optional<Set<String>> some;

    /**
     * @param some paths of the only files to look at; empty for all
     */
    Formatting(Optional<Set<String>> some) {
        this.some = some;
    }

    List<String> faults(SourceFile file) {
        return some.isPresent() && !some.get().contains(file.path()) ? List.of() : check(file);
    }

    private static List<String> check(SourceFile file) {
        String before = String.join("\n", file.lines()) + "\n";
        String after = format(file, before);
        if (after.equals(before)) {
            return List.of();
        }
        if ("apply".equals(System.getProperty("format"))) {
            write(file.file(), after);
            return List.of();
        }
        return List.of(file.path() + " is not formatted: run TidyTest with -Dformat=apply");
    }

    private static String format(SourceFile file, String text) {
        try {
            Formatter formatter =
                    new Formatter(JavaFormatterOptions.builder().style(STYLE).build());
            String tidyImports =
                    ImportOrderer.reorderImports(
                            RemoveUnusedImports.removeUnusedImports(text), STYLE);
            return formatter.formatSource(tidyImports);
        } catch (FormatterException e) {
            throw new IllegalStateException(file.path() + " cannot be parsed", e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
