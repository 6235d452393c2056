package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnifiedDiffTest {

    @Test
    void showsTheChangeWithItsSurroundings() {
        String before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        String after = "a\nb\nc\nd\nE\nf\ng\nh\n";
        assertThat(UnifiedDiff.between("stored", before, "sent", after))
                .isEqualTo(
                        """
                        --- stored
                        +++ sent
                        @@ -2,7 +2,7 @@
                         b
                         c
                         d
                        -e
                        +E
                         f
                         g
                         h
                        """);
    }

    @Test
    @Timeout(10)
    void textsWithNothingInCommonAreOneReplacement() {
        String before = "same\n" + "a\n".repeat(100_000) + "end\n";
        String after = "same\n" + "b\n".repeat(100_000) + "end\n";
        assertThat(UnifiedDiff.between("a", before, "b", after))
                .startsWith("--- a\n+++ b\n@@ -1,100002 +1,100002 @@\n same\n-a\n")
                .endsWith("+b\n end\n");
    }

    @Test
    @Timeout(10)
    void theLargestSearchEndsSoon() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            before.append("a").append(i).append('\n');
            after.append("b").append(i).append('\n');
        }
        assertThat(UnifiedDiff.between("a", before.toString(), "b", after.toString()))
                .contains("-a3999", "+b0");
    }

    @Test
    void equalTextsHaveNone() {
        assertThat(UnifiedDiff.between("a", "x\n", "b", "x\n")).isEmpty();
    }

    @Test
    void aNewTextIsAllAdditions() {
        assertThat(UnifiedDiff.between("a", "", "b", "x\n")).contains("+x").doesNotContain("\n-");
    }
}
