package dev.joch.cli.command;

import dev.joch.cli.problem.FailureException;

import java.time.Duration;

/** Lengths of time as people write them: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 7d}. */
public final class Durations {
    private static final int MOST_DIGITS = 9;

    private Durations() {}

    public static Duration parse(String what, String text) {
        Duration total = Duration.ZERO;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            int unit = digits;
            while (unit < text.length() && Character.isLetter(text.charAt(unit))) {
                unit++;
            }
            if (digits == at || digits - at > MOST_DIGITS) {
                throw wrong(what, text);
            }
            long amount = Long.parseLong(text.substring(at, digits));
            total =
                    total.plus(
                            switch (text.substring(digits, unit)) {
                                case "ms" -> Duration.ofMillis(amount);
                                case "s", "" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                case "h" -> Duration.ofHours(amount);
                                case "d" -> Duration.ofDays(amount);
                                default -> throw wrong(what, text);
                            });
            at = unit;
        }
        if (text.isEmpty()) {
            throw wrong(what, text);
        }
        return total;
    }

    /** As people write it: {@code 30s}, {@code 250ms}. */
    public static String text(Duration duration) {
        boolean whole = duration.toMillisPart() == 0;
        return whole ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static FailureException wrong(String what, String text) {
        return FailureException.usage(
                what + " takes a duration, not \"" + text + "\"",
                "for example 30s, 5m, 1h30m or 7d");
    }
}
