package dev.joch.cli.manifest;

import dev.joch.cli.json.JsonWriter;
import dev.joch.resource.field.References;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a resource refers to, by the marks in the contract. */
public final class FindReferences {

    private FindReferences() {}

    /** One line for each: {@code tool/x spec.tools[0].name}. */
    public static List<String> in(Object document) {
        Text text = Text.of("", JsonWriter.line(Intent.of(document)));
        return DocumentDecoder.decode(List.of(text), DecodeLimits.standard()).documents().stream()
                .flatMap(FindReferences::lines)
                .toList();
    }

    private static Stream<String> lines(DecodedDocument document) {
        return References.of(document.resource()).stream()
                .map(found ->
                        found.kind().toLowerCase(Locale.ROOT)
                                + "/"
                                + found.name()
                                + "  by "
                                + found.path());
    }
}
