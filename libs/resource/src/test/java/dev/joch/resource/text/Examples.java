package dev.joch.resource.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The example files of the contract. */
final class Examples {
    private Examples() {}

    /** One file per kind. */
    static List<Path> kinds() {
        return files("/kinds");
    }

    /** The documents of the three sources. */
    static List<Path> seeds() {
        return files("/seeds");
    }

    static List<Path> all() {
        return Stream.concat(kinds().stream(), seeds().stream()).toList();
    }

    static Text text(Path file) {
        try {
            return Text.of(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String folder) {
        URL url = Objects.requireNonNull(Examples.class.getResource(folder));
        try (Stream<Path> files = Files.list(Path.of(new URI(url.toString())))) {
            return files.sorted().toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("no folder " + folder, e);
        }
    }
}
