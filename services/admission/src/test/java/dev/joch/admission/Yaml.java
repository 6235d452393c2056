package dev.joch.admission;

import dev.joch.admission.v1.ReviewDocument;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Documents as tests write them. */
public final class Yaml {

    private static final Path EXAMPLES = Path.of("../../libs/resource/src/test/resources");

    private Yaml() {}

    public static List<ReviewDocument> documents(String yaml) {
        Decoded decoded = decoded(yaml);
        if (decoded.hasErrors()) {
            throw new AssertionError(
                    "this is for admission, not for the decoder: " + decoded.diagnostics());
        }
        return documents(decoded);
    }

    /** What is left of documents that the decoder could not read completely. */
    public static List<ReviewDocument> brokenDocuments(String yaml) {
        return documents(decoded(yaml));
    }

    public static Resource resource(String yaml) {
        return documents(yaml).getFirst().getResource();
    }

    /** Every example of the contract, by file name. */
    public static List<Path> examples() {
        return Stream.of("kinds", "seeds")
                .flatMap(folder -> files(EXAMPLES.resolve(folder)))
                .toList();
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Decoded decoded(String yaml) {
        return DocumentDecoder.decode(
                List.of(Text.of("test.yaml", yaml.getBytes(StandardCharsets.UTF_8))),
                DecodeLimits.standard());
    }

    private static List<ReviewDocument> documents(Decoded decoded) {
        return decoded.documents().stream().map(Yaml::document).toList();
    }

    private static ReviewDocument document(DecodedDocument document) {
        return ReviewDocument.newBuilder()
                .setDocument(document.index())
                .setResource(document.resource())
                .setIncomplete(document.incomplete())
                .build();
    }
}
