package dev.joch.tidy;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the sources of all modules and says where they leave the house style. */
final class Tidy {

    /** Modules are no deeper in the repository. */
    private static final int DEEPEST = 3;

    private final Path repository;
    private final List<SourceFile> files;

    private Tidy(Path repository) {
        this.repository = repository;
        this.files = modules().stream().flatMap(module -> sources(module).stream()).toList();
    }

    static Stream<DynamicTest> of(Path repository) {
        return new Tidy(repository.toAbsolutePath().normalize()).tests();
    }

    private Stream<DynamicTest> tests() {
        return SourceRule.all(new Formatting(Fresh.of(repository))).stream()
                .map(rule -> DynamicTest.dynamicTest(rule.sentence(), () -> check(rule)));
    }

    private void check(SourceRule rule) {
        List<String> faults = new ArrayList<>();
        for (SourceFile file : files) {
            faults.addAll(rule.faults(file));
        }
        if (!faults.isEmpty()) {
            Assertions.fail(rule.sentence() + ":\n  " + String.join("\n  ", faults));
        }
    }

    private List<Path> modules() {
        try (Stream<Path> poms =
                Files.find(repository, DEEPEST, (path, _) -> path.endsWith("pom.xml"))) {
            return poms.map(Path::getParent).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<SourceFile> sources(Path module) {
        Path sources = module.resolve("src");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(sources)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .map(path -> SourceFile.read(repository, path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
