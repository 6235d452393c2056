package dev.joch.resource.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The five fields of cron, with lists, ranges, steps and names; and the words for the usual ones.
 */
public final class CronText {

    private static final Set<String> WORDS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

    /**
     * One field: what it counts, its bounds, and the names that stand for numbers from the lower
     * bound on.
     */
    private record Field(String name, int from, int to, List<String> names) {}

    private static final List<Field> FIELDS =
            List.of(
                    new Field("minute", 0, 59, List.of()),
                    new Field("hour", 0, 23, List.of()),
                    new Field("day of the month", 1, 31, List.of()),
                    new Field(
                            "month",
                            1,
                            12,
                            List.of(
                                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
                                    "oct", "nov", "dec")),
                    // 7 is Sunday as well
                    new Field(
                            "weekday",
                            0,
                            7,
                            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private static final int LONGEST_SHOWN = 80;

    private CronText() {}

    /** What is wrong with it; empty when it is right. */
    public static Optional<String> problem(String text) {
        String trimmed = text.strip();
        if (WORDS.contains(trimmed)) {
            return Optional.empty();
        }
        String[] parts = trimmed.split("\\s+", FIELDS.size() + 2);
        if (parts.length != FIELDS.size() || trimmed.isEmpty()) {
            return Optional.of(
                    "a schedule has 5 fields, this has "
                            + (trimmed.isEmpty() ? 0 : count(trimmed)));
        }
        for (int i = 0; i < parts.length; i++) {
            Field field = FIELDS.get(i);
            for (String part : parts[i].split(",", -1)) {
                if (!fits(field, part.toLowerCase(Locale.ROOT))) {
                    return Optional.of(
                            "`"
                                    + shortened(part)
                                    + "` cannot be the "
                                    + field.name()
                                    + ": that goes from "
                                    + field.from()
                                    + " to "
                                    + field.to());
                }
            }
        }
        // a weekday would let it fire all the same
        return parts[4].equals("*") && neverComes(parts[2], parts[3])
                ? Optional.of("day " + parts[2] + " never comes in month " + parts[3])
                : Optional.empty();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 3) + "...";
    }

    private static int count(String text) {
        return text.split("\\s+").length;
    }

    private static boolean fits(Field field, String part) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        if (slash >= 0) {
            int step = number(part.substring(slash + 1));
            boolean repeats = range.equals("*") || range.indexOf('-') > 0;
            if (step < 1 || step > field.to() || !repeats) {
                return false;
            }
        }
        if (range.equals("*")) {
            return true;
        }
        int dash = range.indexOf('-');
        if (dash < 0) {
            return value(field, range) >= 0;
        }
        int from = value(field, range.substring(0, dash));
        int to = value(field, range.substring(dash + 1));
        return from >= 0 && to >= from;
    }

    /** The value in its bounds, -1 for everything else. */
    private static int value(Field field, String text) {
        int named = field.names().indexOf(text);
        int value = named >= 0 ? field.from() + named : number(text);
        return value >= field.from() && value <= field.to() ? value : -1;
    }

    private static int number(String text) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 2
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    /** The 30th of February, the 31st of a short month. */
    private static boolean neverComes(String day, String month) {
        int days = number(day);
        int value = value(FIELDS.get(3), month.toLowerCase(Locale.ROOT));
        return switch (value) {
            case 2 -> days > 29;
            case 4, 6, 9, 11 -> days > 30;
            default -> false;
        };
    }
}
