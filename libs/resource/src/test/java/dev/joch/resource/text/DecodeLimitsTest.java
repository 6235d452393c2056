package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.joch.common.v1.Diagnostic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What is too much is refused with its reason and its place, and nothing is read beyond it. */
class DecodeLimitsTest {

    static List<Arguments> tooMuch() {
        return List.of(
                Arguments.of("a: b\u0001c\n", "CONTROL_CHARACTER 1:5"),
                Arguments.of("a: b\n\u007f: c\n", "CONTROL_CHARACTER 2:1"),
                Arguments.of("a: [".repeat(70), "TOO_DEEP 1:129"),
                Arguments.of("[".repeat(100_000), "TOO_DEEP 1:65"),
                Arguments.of("- ".repeat(100_000), "TOO_DEEP 1:129"),
                Arguments.of("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), "TOO_DEEP 1:321"),
                Arguments.of("a: " + "x".repeat(1 << 21), "TOO_LARGE 1:4"),
                Arguments.of("? " + "x".repeat(2_000) + "\n: 1", "TOO_LARGE 1:3"),
                Arguments.of("[" + "1,".repeat(600_000) + "1]", "TOO_LARGE 1:1000000"),
                Arguments.of("---\n{}\n".repeat(1_001), "TOO_MANY_DOCUMENTS 2002:1"),
                Arguments.of("---\n".repeat(10_002), "TOO_MANY_DOCUMENTS 9999:1"),
                Arguments.of("a: b: c\n---\n".repeat(20_000), "TOO_MANY_DOCUMENTS 19998:1"));
    }

    @ParameterizedTest
    @MethodSource("tooMuch")
    void whatIsTooMuchIsNamedWithItsPlace(String text, String expected) {
        assertThat(decode(text).diagnostics())
                .extracting(found ->
                        found.getReason() + " " + found.getLine() + ":" + found.getColumn())
                .contains(expected);
    }

    /** The parser's read-ahead was quadratic in the length of such runs. */
    @ParameterizedTest
    @ValueSource(strings = {"\t", ":", "a: b: c\n---\n\t"})
    void aLongRunOfOneCharacterTakesLittleTime(String run) {
        String text = run + run.substring(run.length() - 1).repeat(4 << 20);
        assertTimeout(Duration.ofSeconds(5), () -> decode(text));
    }

    /** Each broken document was read together with 64 KiB of what follows it. */
    @Test
    void manyBrokenDocumentsTakeLittleTime() {
        String text = "a: b: c\n---\n".repeat(20_000) + "---\n# ".repeat(500_000);
        assertTimeout(Duration.ofSeconds(5), () -> decode(text));
    }

    /** A document after a broken one is read alone; what it holds must not reach the next. */
    @Test
    void afterAMistakeEveryDocumentIsReadForItself() {
        Decoded decoded =
                decode("a: b: c\n---\n- [1,\n--- \nkind: &k Agent\n...\n---\n# no\n---\n- x: *k\n");
        assertThat(decoded.diagnostics())
                .extracting(found -> found.getReason() + " " + found.getLine())
                .startsWith("MALFORMED_YAML 1", "MALFORMED_YAML 4")
                .endsWith("MALFORMED_YAML 10");
    }

    @Test
    void afterAMistakeDirectivesHideNothing() {
        Decoded decoded = decode("a: b: c\n---\n...\n%YAML 1.2\n---\n- [1,\n---\nx: y: z\n");
        assertThat(decoded.diagnostics())
                .extracting(found -> found.getReason() + " " + found.getLine())
                .containsExactly("MALFORMED_YAML 1", "MALFORMED_YAML 7", "MALFORMED_YAML 8");
    }

    @Test
    void bytesThatAreNoUtf8AreNamedByOffsetAndLine() {
        byte[] bytes = {'a', ':', ' ', 'b', '\n', 'c', (byte) 0xff, 'd'};
        Diagnostic diagnostic = only(Text.of("x", bytes));
        assertThat(diagnostic.getReason()).isEqualTo("INVALID_UTF8");
        assertThat(diagnostic.getMessage()).contains("byte 6 (0xff)");
        assertThat(diagnostic.getLine()).isEqualTo(2);
        assertThat(diagnostic.getColumn()).isEqualTo(2);
    }

    @Test
    void utf16IsRecognised() {
        byte[] bytes = "\ufeffa: b".getBytes(StandardCharsets.UTF_16LE);
        assertThat(only(Text.of("x", bytes)).getMessage()).contains("UTF-16");
    }

    @Test
    void aliasesMayNotMultiply() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            bomb.append("\na%d: &a%d [%s%s]".formatted(i, i, (before + ", ").repeat(9), before));
        }
        assertThat(reasons(bomb.toString())).containsExactly("ALIAS_BOMB");
    }

    @Test
    void aliasesMayNotNestWithoutEnd() {
        StringBuilder tower = new StringBuilder("a0: &a0 {x: 1}");
        for (int i = 1; i < 5_000; i++) {
            tower.append("\na%d: &a%d {x: *a%d}".formatted(i, i, i - 1));
        }
        assertThat(reasons(tower.toString())).containsExactly("TOO_DEEP");
    }

    @Test
    void anAliasMayNotContainItself() {
        assertThat(reasons("a: &a [*a]")).containsExactly("MALFORMED_YAML");
    }

    @Test
    void aRequestMayNotBeTooLarge() {
        Text half = Text.of("half.yaml", "# " + "x".repeat(5 << 20));
        Decoded decoded = DocumentDecoder.decode(List.of(half, half), DecodeLimits.standard());
        assertThat(decoded.diagnostics())
                .extracting(Diagnostic::getReason)
                .containsExactly("TOO_LARGE");
    }

    @Test
    void aNumberOfThousandsOfDigitsIsOutOfRange() {
        Decoded decoded =
                decode(
                        "apiVersion: joch.dev/v1alpha1\nkind: Agent\nmetadata: {name: a}\n"
                                + "spec: {budgets: {tokenLimitPerRun: "
                                + "9".repeat(500_000)
                                + "}}");
        assertThat(decoded.diagnostics())
                .extracting(Diagnostic::getReason)
                .containsExactly("NUMBER_OUT_OF_RANGE");
        assertThat(decoded.diagnostics().getFirst().getMessage()).hasSizeLessThan(300);
    }

    private static Diagnostic only(Text text) {
        Decoded decoded = DocumentDecoder.decode(List.of(text), DecodeLimits.standard());
        assertThat(decoded.diagnostics()).hasSize(1);
        return decoded.diagnostics().getFirst();
    }

    private static List<String> reasons(String text) {
        return decode(text).diagnostics().stream().map(Diagnostic::getReason).toList();
    }

    private static Decoded decode(String text) {
        return DocumentDecoder.decode(List.of(Text.of("x", text)), DecodeLimits.standard());
    }
}
