package dev.joch.testkit.tidy;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the sources of one module and says where they leave the house style. */
public final class Tidy {

    private final Path module;

    private Tidy(Path module) {
        this.module = module;
    }

    /** The module whose tests are running: Maven starts them in the module's folder. */
    public static Stream<DynamicTest> module() {
        return new Tidy(Path.of("").toAbsolutePath()).tests();
    }

    private Stream<DynamicTest> tests() {
        return SourceRule.all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.sentence(), () -> check(rule)));
    }

    private void check(SourceRule rule) {
        List<String> faults = new ArrayList<>();
        for (SourceFile file : files()) {
            faults.addAll(rule.faults(file));
        }
        if (!faults.isEmpty()) {
            Assertions.fail(rule.sentence() + ":\n  " + String.join("\n  ", faults));
        }
    }

    private List<SourceFile> files() {
        Path sources = module.resolve("src");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(sources)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .map(path -> SourceFile.read(module, path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
