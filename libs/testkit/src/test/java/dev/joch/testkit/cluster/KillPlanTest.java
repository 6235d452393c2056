package dev.joch.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class KillPlanTest {

    private static final Map<String, Integer> WEIGHTS = weights();

    private static Map<String, Integer> weights() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("worker", 5);
        weights.put("scheduler", 3);
        weights.put("postgres", 1);
        return weights;
    }

    private static KillPlan plan(long seed, int kills) {
        return KillPlan.of(new Random(seed), WEIGHTS, kills);
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        assertThat(plan(7, 50)).isEqualTo(plan(7, 50)).isNotEqualTo(plan(8, 50));
    }

    @Test
    void everybodyDiesOnceBeforeAnybodyDiesTwice() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(plan(seed, 3).victims()).isEqualTo(WEIGHTS.keySet());
            assertThat(plan(seed, 2).victims()).containsExactlyInAnyOrder("worker", "scheduler");
        }
    }

    @Test
    void asManyDieAsShould() {
        for (int kills = 0; kills < 40; kills++) {
            assertThat(plan(kills, kills).kills()).isEqualTo(kills);
        }
    }

    @Test
    void someDieTogetherAndNobodyWithItself() {
        List<List<String>> blows = plan(1, 400).blows();
        assertThat(blows).anyMatch(blow -> blow.size() == 2).anyMatch(blow -> blow.size() == 1);
        assertThat(blows).allMatch(blow -> new HashSet<>(blow).size() == blow.size());
    }

    @Test
    void theHeavierDieMoreOften() {
        List<String> deaths = plan(3, 900).blows().stream().flatMap(List::stream).toList();
        assertThat(deaths).filteredOn("worker"::equals).hasSizeGreaterThan(400);
        assertThat(deaths).filteredOn("postgres"::equals).hasSizeLessThan(200);
    }
}
