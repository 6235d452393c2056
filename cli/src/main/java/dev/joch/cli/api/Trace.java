package dev.joch.cli.api;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The trace of one command, as W3C writes it down: all its requests are of one trace, and what the
 * services do because of them too.
 *
 * @param id 32 hexadecimal digits
 */
public record Trace(RandomGenerator random, String id) {

    public static Trace begin() {
        RandomGenerator random = new SplittableRandom();
        return new Trace(random, digits(random) + digits(random));
    }

    /**
     * Header {@code traceparent} of the next request: it asks to be sampled, the server decides.
     */
    String nextParent() {
        return "00-" + id + "-" + digits(random) + "-01";
    }

    /** 16 of them; all zero means nothing, so that never comes. */
    private static String digits(RandomGenerator random) {
        long value = random.nextLong();
        return HexFormat.of().toHexDigits(value == 0 ? 1 : value);
    }
}
