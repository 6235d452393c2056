package dev.joch.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

final class DepthTest {

    private static final List<Integer> ALL = IntStream.range(0, 31).boxed().toList();

    @Test
    void theUsualRunTakesAnEighthInItsOrder() {
        List<Integer> some = Depth.USUAL.some(ALL, new Seed(7));
        assertThat(some).hasSize(4).isSorted().isSubsetOf(ALL).doesNotHaveDuplicates();
        assertThat(Depth.USUAL.some(ALL, new Seed(7))).isEqualTo(some);
        assertThat(Depth.USUAL.some(List.of(1), new Seed(7))).containsExactly(1);
    }

    @Test
    void overManyRunsEveryPlaceHasItsTurn() {
        TreeSet<Integer> seen = new TreeSet<>();
        for (int seed = 0; seed < 100; seed++) {
            seen.addAll(Depth.USUAL.some(ALL, new Seed(seed)));
        }
        assertThat(seen).containsExactlyElementsOf(ALL);
    }

    @Test
    void whoWantsMoreHasAll() {
        assertThat(Depth.DEEP.some(ALL, new Seed(7))).isEqualTo(ALL);
        assertThat(Depth.LONG.some(ALL, new Seed(7))).isEqualTo(ALL);
        assertThat(Depth.DEEP.isAtLeast(Depth.LONG)).isFalse();
    }
}
