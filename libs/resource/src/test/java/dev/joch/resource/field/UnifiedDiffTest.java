package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
    void equalTextsHaveNone() {
        assertThat(UnifiedDiff.between("a", "x\n", "b", "x\n")).isEmpty();
    }

    @Test
    void aNewTextIsAllAdditions() {
        assertThat(UnifiedDiff.between("a", "", "b", "x\n")).contains("+x").doesNotContain("\n-");
    }
}
