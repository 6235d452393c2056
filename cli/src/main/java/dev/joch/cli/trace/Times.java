package dev.joch.cli.trace;

import java.util.Locale;

/** Lengths of time and amounts of money, short enough for a column. */
final class Times {

    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Times() {}

    /** {@code 640 µs}, {@code 12 ms}, {@code 4.82 s}, {@code 3m 20s}, {@code 2h 5m}. */
    static String text(long micros) {
        if (micros < MILLI) {
            return micros + " µs";
        }
        if (micros < SECOND) {
            return micros / MILLI + " ms";
        }
        if (micros < MINUTE) {
            return String.format(Locale.ROOT, "%.2f s", micros / (double) SECOND);
        }
        return micros < HOUR
                ? micros / MINUTE + "m " + micros % MINUTE / SECOND + "s"
                : micros / HOUR + "h " + micros % HOUR / MINUTE + "m";
    }

    static String usd(long micro) {
        return String.format(Locale.ROOT, micro % 10_000 == 0 ? "%.2f" : "%.4f", micro / 1e6);
    }
}
