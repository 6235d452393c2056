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
import java.util.Objects;
import java.util.TreeMap;

/** Measures every detector on texts that it must and must not find, span by span. */
final class RedactionCorpusTest {

    private static final double LEAST = 0.95;

    /** One text and what is to be found in it. */
    private record Line(String word, String text, List<Span> wanted) {

        static Line of(String marked) {
            String[] parts = marked.split("\t", 2);
            StringBuilder text = new StringBuilder();
            List<Span> wanted = new ArrayList<>();
            int start = -1;
            for (char c : parts[1].toCharArray()) {
                if (c == '«') {
                    start = text.length();
                } else if (c == '»') {
                    wanted.add(new Span(start, text.length()));
                } else {
                    text.append(c);
                }
            }
            return new Line(parts[0], text.toString(), wanted);
        }

        List<Span> found() {
            return Detectors.named(word).orElseThrow().find(new Passage("", text));
        }
    }

    private static List<Line> corpus() {
        try (InputStream in =
                Objects.requireNonNull(
                        RedactionCorpusTest.class.getResourceAsStream("/redaction/corpus.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Line::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyDetectorIsPreciseAndFindsWhatItShould() {
        Map<String, List<Line>> byWord = new TreeMap<>();
        corpus().forEach(line ->
                byWord.computeIfAbsent(line.word(), absent -> new ArrayList<>()).add(line));
        assertThat(byWord.keySet()).containsExactlyInAnyOrderElementsOf(Detectors.words());

        List<String> wrong = new ArrayList<>();
        byWord.forEach((word, lines) -> {
            double hits = 0;
            double found = 0;
            double wanted = 0;
            for (Line line : lines) {
                List<Span> spans = line.found();
                found += spans.size();
                wanted += line.wanted().size();
                hits += spans.stream().filter(line.wanted()::contains).count();
                if (!spans.equals(line.wanted())) {
                    wrong.add(line + " but found " + spans);
                }
            }
            double precision = hits / found;
            double recall = hits / wanted;
            System.out.printf(
                    "%s: precision %.2f, recall %.2f (%.0f to find in %d texts)%n",
                    word, precision, recall, wanted, lines.size());
            assertThat(precision)
                    .as("precision of %s: %s", word, wrong)
                    .isGreaterThanOrEqualTo(LEAST);
            assertThat(recall).as("recall of %s: %s", word, wrong).isGreaterThanOrEqualTo(LEAST);
        });
        wrong.forEach(System.out::println);
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

    @Test
    void whatWasRemovedIsNotFoundAgain() {
        for (Line line : corpus()) {
            String once = Redaction.redact(line.text(), List.of());
            assertThat(Redaction.redact(once, List.of())).as(line.text()).isEqualTo(once);
        }
    }

    /** Ten times the text may take ten times the time and a little more, never a hundred times. */
    @Test
    void noTextIsTooMuch() {
        for (String piece :
                List.of(
                        "a@",
                        "1 ",
                        "-----BEGIN ",
                        "password=",
                        "://a:",
                        "eyJ.",
                        "DE89",
                        ":",
                        "1.",
                        "+1 ")) {
            String text = piece.repeat(200_000 / piece.length());
            assertThat(Redaction.redact(text, List.of())).as(piece).isNotEmpty();
        }
    }
}
