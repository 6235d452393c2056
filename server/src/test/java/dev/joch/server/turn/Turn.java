package dev.joch.server.turn;

import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;

import org.junit.jupiter.api.Assumptions;

import java.util.List;

/**
 * The tests that start Joch as many processes and kill them for a while. A usual build goes through
 * one of them, another one each time; a deep one through all, and so does whoever names a test.
 */
public final class Turn {

    private static final List<String> ALL =
            List.of(
                    "CompactionIT",
                    "ControlLoopIT",
                    "ExecutionKillsIT",
                    "SplitShapeIT",
                    "StoreReplicasIT");

    private static final String CHOSEN = chosen();

    private Turn() {}

    private static String chosen() {
        return ALL.get(Seed.of(Turn.class).random("turn").nextInt(ALL.size()));
    }

    /** Leaves a test out whose turn it is not. */
    public static void assumeOf(Class<?> test) {
        if (!ALL.contains(test.getSimpleName())) {
            throw new IllegalArgumentException(test + " would never have its turn: " + ALL);
        }
        boolean named = !System.getProperty("it.test", "").isBlank();
        boolean deep = Depth.ofThisRun().isAtLeast(Depth.DEEP);
        Assumptions.assumeTrue(
                named || deep || test.getSimpleName().equals(CHOSEN),
                () ->
                        "it is the turn of "
                                + CHOSEN
                                + "; -Djoch.robustness=deep goes through all, -Dit.test="
                                + test.getSimpleName()
                                + " through this one");
    }
}
