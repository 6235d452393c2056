package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Resources from text, as a user sends them. */
public final class Examples {
    private static final Path KINDS = Path.of("src/test/resources/kinds");

    private Examples() {}

    /** The example of a kind by its file name, e.g. {@code agent}. */
    public static Resource named(String file) {
        try {
            return of(Files.readString(KINDS.resolve(file + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Resource of(String yaml) {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(Text.of("example", yaml)),
                        DecodeLimits.standard().acceptingStatus());
        assertThat(decoded.hasErrors()).as("%s", decoded.diagnostics()).isFalse();
        return decoded.documents().getFirst().resource();
    }

    static Resource agent(String spec) {
        return of(
                """
                apiVersion: joch.dev/v1alpha1
                kind: Agent
                metadata: {name: a, namespace: n, labels: {env: prod, app.kubernetes.io/name: x}}
                spec: %s
                """
                        .formatted(spec));
    }
}
