package dev.joch.testkit.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * How much of a long test is done: set with {@code -Djoch.robustness}, in small letters.
 *
 * <p>A death costs the start of a process. Whoever builds Joch waits for some of them; the server
 * that builds every change goes through all.
 */
public enum Depth {

    /** Some of the places, others each time: what {@code mvn verify} does. */
    USUAL,

    /** Every place once: what {@code .ci/run} does. */
    DEEP,

    /** Every place many times. */
    LONG;

    private static final int ONE_OF = 8;

    /** The depth of this run. */
    public static Depth ofThisRun() {
        return valueOf(
                System.getProperty("joch.robustness", USUAL.name()).toUpperCase(Locale.ROOT));
    }

    public boolean isAtLeast(Depth other) {
        return compareTo(other) >= 0;
    }

    /** All of them, or an eighth in the order in which they are. */
    public <T> List<T> some(List<T> all, Seed seed) {
        if (isAtLeast(DEEP)) {
            return all;
        }
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            places.add(place);
        }
        Collections.shuffle(places, seed.random("some"));
        int most = (all.size() + ONE_OF - 1) / ONE_OF;
        return new TreeSet<>(places.subList(0, most)).stream().map(all::get).toList();
    }
}
