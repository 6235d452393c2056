package dev.joch.worker.launch;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.worker.launch.CodeFolder.Found;
import dev.joch.worker.launch.CodeFolder.Missing;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Agents in Java: one source file, which the JDK compiles in memory, or a jar. The JDK is the one
 * that the worker runs on.
 */
final class JavaLauncher implements Launcher {

    private static final long MIB = 1024 * 1024;

    /** Code, stacks and buffers of a small program; the heap gets the rest. */
    private static final long BESIDE_HEAP = 96 * MIB;

    private static final long LEAST_HEAP = 16 * MIB;

    private final CodeFolder code;
    private final Optional<Path> library;
    private final Path java;

    /**
     * @param library jar or folder with the client library
     * @param home of the JDK
     */
    JavaLauncher(CodeFolder code, Optional<Path> library, Path home) {
        this.code = code;
        this.library = library;
        this.java = home.resolve("bin").resolve("java");
    }

    @Override
    public List<String> frameworks() {
        return List.of("custom-java");
    }

    @Override
    public boolean available() {
        return java.toFile().canExecute();
    }

    @Override
    public Launch plan(ManifestFramework framework, long memoryBytes) {
        String entrypoint = framework.getEntrypoint();
        return switch (code.file("framework.entrypoint", entrypoint)) {
            case Missing missing -> new Launch.Unstartable(missing.message());
            case Found found when entrypoint.endsWith(".java") ->
                    ready(memoryBytes, classPath(Optional.empty()), found.path().toString());
            case Found found when entrypoint.endsWith(".jar") -> jar(found.path(), memoryBytes);
            case Found found ->
                    new Launch.Unstartable(
                            entrypoint + " is neither a source file (.java) nor a jar");
        };
    }

    private Launch jar(Path path, long memoryBytes) {
        try (JarFile jar = new JarFile(path.toFile())) {
            @Nullable Manifest manifest = jar.getManifest();
            @Nullable String main =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            return main == null
                    ? new Launch.Unstartable(
                            path.getFileName() + " has no Main-Class in its manifest")
                    : ready(memoryBytes, classPath(Optional.of(path)), main);
        } catch (IOException e) {
            return new Launch.Unstartable(
                    path.getFileName() + " cannot be read as a jar: " + e.getMessage());
        }
    }

    private String classPath(Optional<Path> own) {
        List<String> entries = new ArrayList<>();
        own.ifPresent(path -> entries.add(path.toString()));
        library.ifPresent(path -> entries.add(path.toString()));
        return String.join(File.pathSeparator, entries);
    }

    private Launch ready(long memoryBytes, String classPath, String main) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xshare:auto"));
        if (memoryBytes > 0) {
            long heap =
                    Math.max(LEAST_HEAP, Math.min(memoryBytes * 3 / 4, memoryBytes - BESIDE_HEAP));
            words.add("-Xmx" + heap / MIB + "m");
        }
        if (!classPath.isEmpty()) {
            words.add("-cp");
            words.add(classPath);
        }
        words.add(main);
        return new Launch.Ready(words, Map.of(), true, List.of("java.lang.OutOfMemoryError"));
    }
}
