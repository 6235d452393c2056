package dev.joch.testkit.history;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What makes a run's choices repeatable: printed always, set with {@code -Djoch.seed}.
 *
 * @param value the seed
 */
public record Seed(long value) {

    /** The seed of this run. */
    public static Seed of(Class<?> test) {
        String given = System.getProperty("joch.seed", "");
        long value =
                given.isBlank()
                        ? ThreadLocalRandom.current().nextLong(1, 1_000_000_000)
                        : Long.parseLong(given);
        System.out.println(
                test.getSimpleName() + ": seed " + value + ", repeat with -Djoch.seed=" + value);
        return new Seed(value);
    }

    /** Choices of one part of the test, independent of how fast the others run. */
    public Random random(String part) {
        return new Random(value * 31 + part.hashCode());
    }
}
