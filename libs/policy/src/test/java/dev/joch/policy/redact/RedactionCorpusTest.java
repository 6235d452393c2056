package dev.joch.policy.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures every detector on texts that it must and must not find. */
final class RedactionCorpusTest {

    private static final double LEAST = 0.95;

    private record Line(String word, boolean wanted, String text) {

        boolean found() {
            return Detectors.named(List.of(word)).getFirst().finds(text);
        }
    }

    private static List<Line> corpus() {
        try (InputStream in =
                RedactionCorpusTest.class.getResourceAsStream("/redaction/corpus.tsv")) {
            List<Line> lines = new ArrayList<>();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t", 3);
                    lines.add(new Line(parts[0], parts[1].equals("yes"), parts[2]));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyDetectorIsPreciseAndFindsWhatItShould() {
        Map<String, List<Line>> byWord = new TreeMap<>();
        corpus().forEach(line ->
                byWord.computeIfAbsent(line.word(), absent -> new ArrayList<>()).add(line));
        assertThat(byWord.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Detectors.named(List.of()).stream().map(Detector::word).toList());
        byWord.forEach((word, lines) -> {
            long hits = lines.stream().filter(line -> line.wanted() && line.found()).count();
            long false1 = lines.stream().filter(line -> !line.wanted() && line.found()).count();
            long wanted = lines.stream().filter(Line::wanted).count();
            double recall = (double) hits / wanted;
            double precision = hits + false1 == 0 ? 0 : (double) hits / (hits + false1);
            System.out.printf(
                    "%s: precision %.2f, recall %.2f of %d texts%n",
                    word, precision, recall, lines.size());
            assertThat(precision).as("precision of " + word).isGreaterThanOrEqualTo(LEAST);
            assertThat(recall).as("recall of " + word).isGreaterThanOrEqualTo(LEAST);
        });
    }

    @Test
    void whatIsFoundIsRemovedAndTheRestStays() {
        assertThat(
                        Redaction.redact(
                                "mail ann@example.com or call +49 30 1234567.",
                                List.of("emails", "phoneNumbers")))
                .isEqualTo("mail [redacted emails] or call [redacted phoneNumbers].");
        assertThat(Redaction.redact("card 4111 1111 1111 1111", List.of()))
                .isEqualTo("card [redacted creditCards]");
    }
}
