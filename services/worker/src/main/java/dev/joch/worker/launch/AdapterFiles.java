package dev.joch.worker.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;

/**
 * The client libraries of the languages. They come with the worker and are laid out in its folder:
 * programs cannot read the class path of a JVM.
 */
public final class AdapterFiles {

    private static final String JAVA = "joch-adapters/java/";
    private static final String JAVASCRIPT = "joch-adapters/javascript/";
    private static final String PYTHON = "joch-adapters/python/";

    /** Lists what there is to be laid out, one path a line. */
    private static final String CONTENT = "content.txt";

    private static final String JAVA_CLASS = "dev.joch.agent.JochRuntime";

    private final Path folder;

    private AdapterFiles(Path folder) {
        this.folder = folder;
    }

    /** Lays them out in that folder. */
    public static AdapterFiles layOut(Path folder) throws IOException {
        for (String language : List.of(JAVA, JAVASCRIPT, PYTHON)) {
            for (String file : content(language)) {
                copy(language + file, folder.resolve(language).resolve(name(file)));
            }
        }
        return new AdapterFiles(folder);
    }

    private static List<String> content(String language) throws IOException {
        try (InputStream in = open(language + CONTENT);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /** A source file that is no part of its module carries a name by which no build takes it. */
    private static String name(String file) {
        return file.endsWith(".java.txt") ? file.substring(0, file.length() - 4) : file;
    }

    private static void copy(String resource, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream in = open(resource)) {
            Files.write(file, in.readAllBytes());
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = AdapterFiles.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(resource + " is missing from the class path");
        }
        return in;
    }

    /** The jar or folder of classes that agents in Java find the library in. */
    Optional<Path> javaLibrary() {
        try {
            CodeSource source =
                    Class.forName(JAVA_CLASS, false, AdapterFiles.class.getClassLoader())
                            .getProtectionDomain()
                            .getCodeSource();
            return source == null || source.getLocation() == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (ClassNotFoundException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Where they are, as the code of the agents that prove them. */
    public Path folder() {
        return folder;
    }

    Path pythonLibrary() {
        return folder.resolve(PYTHON);
    }

    Path pythonCache() {
        return folder.resolve("pycache");
    }

    Path nodeRunner() {
        return folder.resolve(JAVASCRIPT).resolve("run.mjs");
    }
}
