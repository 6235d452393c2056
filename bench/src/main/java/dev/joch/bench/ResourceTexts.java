package dev.joch.bench;

import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.ResourceJson;
import dev.joch.resource.text.ResourceYaml;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Decoding and printing of one resource.
 *
 * <p>Argument: a YAML file with one resource, e.g. {@code examples/quickstart/} one of them.
 */
public final class ResourceTexts {

    private static final int ROUNDS = 20_000;

    private ResourceTexts() {}

    public static void main(String[] args) throws IOException {
        Text yaml = Text.of(args[0], Files.readAllBytes(Path.of(args[0])));
        DecodeLimits limits = DecodeLimits.standard().acceptingStatus();
        Resource resource =
                DocumentDecoder.decode(List.of(yaml), limits).documents().getFirst().resource();
        Text json = Text.of("", ResourceJson.write(resource));
        for (int warm = 0; warm < 2; warm++) {
            Report report =
                    new Report("resource-texts")
                            .put("yamlBytes", yaml.bytes().size())
                            .put("jsonBytes", json.bytes().size())
                            .put(
                                    "decodeYamlMicros",
                                    micros(() -> DocumentDecoder.decode(List.of(yaml), limits)))
                            .put(
                                    "decodeJsonMicros",
                                    micros(() -> DocumentDecoder.decode(List.of(json), limits)))
                            .put("printYamlMicros", micros(() -> ResourceYaml.write(resource)))
                            .put("printJsonMicros", micros(() -> ResourceJson.write(resource)));
            if (warm == 1) {
                report.print();
            }
        }
    }

    /** The best of ten rounds, because other work runs on the machine. */
    private static double micros(Runnable act) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < ROUNDS / 10; i++) {
                act.run();
            }
            best = Math.min(best, (System.nanoTime() - started) / 1e3 / (ROUNDS / 10.0));
        }
        return Math.round(best * 10) / 10.0;
    }
}
