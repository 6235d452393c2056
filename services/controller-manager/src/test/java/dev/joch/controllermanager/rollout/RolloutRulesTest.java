package dev.joch.controllermanager.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How one version replaces another: what is done next, and that it never goes wrong on the way. */
final class RolloutRulesTest {

    private static final Instant NOW = Instant.parse("2026-05-10T10:00:00Z");

    private static Wish wish(int replicas, int surge, int unavailable) {
        return new Wish("new", replicas, false, surge, unavailable, false, 0, Duration.ZERO);
    }

    /** {@code old 3/2} is a pool of that revision with three wanted and two ready. */
    private static List<PoolNow> pools(String text) {
        List<PoolNow> pools = new ArrayList<>();
        for (String each : text.split(",")) {
            if (!each.isBlank()) {
                String[] words = each.strip().split("[ /]");
                pools.add(
                        pool(
                                words[0],
                                Integer.parseInt(words[1]),
                                Integer.parseInt(words[2]),
                                words.length > 3));
            }
        }
        return pools;
    }

    private static PoolNow pool(String revision, int wanted, int ready, boolean due) {
        return new PoolNow(revision, revision, 1, wanted, ready, 0, due, NOW.minusSeconds(60));
    }

    private static String words(Plan plan) {
        return String.join(
                        ", ",
                        plan.steps().stream()
                                .map(step ->
                                        switch (step) {
                                            case Step.Make make -> "make " + make.workers();
                                            case Step.Scale scale ->
                                                    scale.pool() + " to " + scale.workers();
                                            case Step.Drop drop -> "drop " + drop.pool();
                                        })
                                .toList())
                + ": "
                + plan.stage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // nothing there, nothing to do, one that ended
                "3 | 1 | 0 | ''                  | make 3: PROGRESSING",
                "0 | 1 | 0 | ''                  | : STABLE",
                "3 | 1 | 0 | new 3/3             | : STABLE",
                "3 | 1 | 0 | new 3/2             | : PROGRESSING",
                "3 | 1 | 0 | new 3/2/due         | new to 3: PROGRESSING",
                "5 | 1 | 0 | new 3/3             | new to 5: PROGRESSING",
                "0 | 1 | 0 | new 3/3             | new to 0: PROGRESSING",
                // one more, none less
                "3 | 1 | 0 | old 3/3             | make 1: PROGRESSING",
                "3 | 1 | 0 | old 3/3, new 1/0    | : PROGRESSING",
                "3 | 1 | 0 | old 3/3, new 1/1    | old to 2: PROGRESSING",
                "3 | 1 | 0 | old 2/2, new 1/1    | new to 2: PROGRESSING",
                "3 | 1 | 0 | old 1/1, new 3/3    | drop old: PROGRESSING",
                "3 | 1 | 0 | old 0/0, new 3/3    | drop old: STABLE",
                // none more, one less
                "3 | 0 | 1 | old 3/3             | old to 2: PROGRESSING",
                "3 | 0 | 1 | old 2/2             | make 1: PROGRESSING",
                "3 | 0 | 1 | old 2/2, new 1/0    | : PROGRESSING",
                "3 | 0 | 1 | old 2/2, new 1/1    | old to 1: PROGRESSING",
                // what serves nobody goes first, and never so many that new ones have no time
                "3 | 1 | 0 | old 3/0, new 1/1    | old to 2: PROGRESSING",
                "3 | 1 | 0 | old 3/1, new 1/0    | : PROGRESSING",
                // neither is taken as one more
                "2 | 0 | 0 | old 2/2             | make 1: PROGRESSING",
                // fewer are wanted in the middle
                "1 | 1 | 0 | old 3/3, new 1/1    | drop old: PROGRESSING",
                "0 | 1 | 0 | old 3/3             | drop old: PROGRESSING",
                // two old ones
                "2 | 1 | 0 | a 1/1, b 1/1        | make 1: PROGRESSING",
                "2 | 1 | 0 | a 1/1, b 1/1, new 1/1 | drop a: PROGRESSING",
            })
    void nextStep(int replicas, int surge, int unavailable, String before, String then) {
        Plan plan = RolloutRules.plan(wish(replicas, surge, unavailable), pools(before), NOW);
        assertThat(words(plan)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | : PAUSED",
                "old 3/3             | : PAUSED",
                "old 2/2             | old to 3: PAUSED",
                "old 2/2, new 1/1    | : PAUSED",
                "old 2/2, new 1/0/due | new to 1: PAUSED",
                "new 3/3             | : STABLE",
                "new 2/2             | new to 3: PROGRESSING",
            })
    void pausedKeepsWhatIsThere(String before, String then) {
        Wish paused = new Wish("new", 3, false, 1, 0, true, 0, Duration.ZERO);
        assertThat(words(RolloutRules.plan(paused, pools(before), NOW))).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "old 3/3             | drop old: PROGRESSING",
                "old 0/0             | drop old: PROGRESSING",
                "''                  | make 3: PROGRESSING",
                "new 3/1             | : PROGRESSING",
                "new 3/3             | : STABLE",
            })
    void recreateNeverHasBoth(String before, String then) {
        Wish wish = new Wish("new", 3, true, 1, 0, false, 0, Duration.ZERO);
        assertThat(words(RolloutRules.plan(wish, pools(before), NOW))).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30  | old 10/10            | make 2: CANARY",
                "300 | old 10/10, new 2/2   | : CANARY",
                "30  | old 10/10, new 2/1   | : CANARY",
                "30  | old 10/10, new 2/2   | old to 8: PROGRESSING",
                "30  | old 8/8, new 2/2     | new to 3: PROGRESSING",
                "300 | ''                   | make 10: PROGRESSING",
                "300 | new 10/10            | : STABLE",
            })
    void canariesProveItFirst(int trial, String before, String then) {
        Wish wish = new Wish("new", 10, false, 1, 0, false, 15, Duration.ofSeconds(trial));
        assertThat(words(RolloutRules.plan(wish, pools(before), NOW))).isEqualTo(then);
    }

    @Test
    void everyRolloutEndsAndNeverHasTooManyOrTooFew() {
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            int replicas = random.nextInt(8);
            int surge = random.nextInt(4);
            int unavailable = random.nextInt(4);
            World world = new World(wish(replicas, surge, unavailable), random);
            for (int old : new int[] {random.nextInt(6), random.nextInt(3)}) {
                world.add("old" + world.pools.size(), old);
            }
            world.runToTheEnd();
        }
    }

    /** Workers that become ready when they like to. */
    private static final class World {
        final Wish wish;
        final Random random;
        final List<PoolNow> pools = new ArrayList<>();

        World(Wish wish, Random random) {
            this.wish = wish;
            this.random = random;
        }

        void add(String name, int wanted) {
            if (wanted > 0) {
                pools.add(pool(name, wanted, wanted, false));
            }
        }

        void runToTheEnd() {
            int begun = sum(false);
            for (int look = 0; look < 200; look++) {
                int readyBefore = sum(true);
                Plan plan = RolloutRules.plan(wish, List.copyOf(pools), NOW);
                if (plan.stage() == Plan.Stage.STABLE && plan.steps().isEmpty()) {
                    assertThat(pools).allMatch(pool -> pool.revision().equals("new"));
                    return;
                }
                plan.steps().forEach(this::act);
                int most = Math.max(begun, wish.replicas() + wish.surge());
                assertThat(sum(false)).as(wish + " " + pools).isLessThanOrEqualTo(most);
                int floor = Math.min(readyBefore, wish.replicas() - wish.unavailable());
                assertThat(sum(true)).as(wish + " " + pools).isGreaterThanOrEqualTo(floor);
                pools.replaceAll(this::ripen);
            }
            throw new AssertionError("no end: " + wish + " " + pools);
        }

        private int sum(boolean ready) {
            return pools.stream().mapToInt(pool -> ready ? pool.ready() : pool.wanted()).sum();
        }

        private void act(Step step) {
            switch (step) {
                case Step.Make make -> pools.add(pool("new", make.workers(), 0, false));
                case Step.Drop drop -> pools.removeIf(pool -> pool.name().equals(drop.pool()));
                case Step.Scale scale ->
                        pools.replaceAll(pool ->
                                pool.name().equals(scale.pool())
                                        ? pool(
                                                pool.revision(),
                                                scale.workers(),
                                                Math.min(pool.ready(), scale.workers()),
                                                false)
                                        : pool);
            }
        }

        private PoolNow ripen(PoolNow pool) {
            int more = pool.wanted() > pool.ready() && random.nextInt(3) > 0 ? 1 : 0;
            return pool(pool.revision(), pool.wanted(), pool.ready() + more, false);
        }
    }

    @Test
    void numbersAreChecked() {
        for (int bad : Arrays.asList(-1, -7)) {
            assertThat(catchThrowable(() -> wish(bad, 1, 0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
