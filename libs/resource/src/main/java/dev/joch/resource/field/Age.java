package dev.joch.resource.field;

import java.time.Duration;

/** How long ago something was, as a table shows it: two units at most, coarser the older it is. */
public final class Age {
    private static final int FINE_MINUTES = 10;
    private static final int FINE_HOURS = 8;
    private static final int FINE_DAYS = 8;
    private static final int DAYS_OF_YEAR = 365;

    private Age() {}

    /**
     * For example {@code 45s}, {@code 5m12s}, {@code 42m}, {@code 3h20m}, {@code 5d4h}, {@code
     * 90d}, {@code 2y10d}.
     */
    public static String of(Duration age) {
        if (age.isNegative()) {
            return "0s";
        }
        long days = age.toDays();
        if (days >= DAYS_OF_YEAR * 2L) {
            return two(days / DAYS_OF_YEAR, "y", days % DAYS_OF_YEAR, "d");
        }
        if (days >= FINE_DAYS) {
            return days + "d";
        }
        if (days >= 2) {
            return two(days, "d", age.toHoursPart(), "h");
        }
        if (age.toHours() >= FINE_HOURS) {
            return age.toHours() + "h";
        }
        if (age.toHours() >= 2) {
            return two(age.toHours(), "h", age.toMinutesPart(), "m");
        }
        if (age.toMinutes() >= FINE_MINUTES) {
            return age.toMinutes() + "m";
        }
        if (age.toMinutes() >= 2) {
            return two(age.toMinutes(), "m", age.toSecondsPart(), "s");
        }
        return age.toSeconds() + "s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
