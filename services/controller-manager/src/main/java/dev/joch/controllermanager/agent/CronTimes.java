package dev.joch.controllermanager.agent;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The times of a schedule: five fields of cron, in UTC. Admission has checked the text; what it
 * would refuse has no times here.
 */
final class CronTimes {

    private static final Map<String, String> WORDS =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** The 29th of February comes again within eight years. */
    private static final int MOST_YEARS = 8;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyDay;
    private final boolean anyWeekday;

    private CronTimes(String[] fields) {
        minutes = field(fields[0], 0, 59, List.of());
        hours = field(fields[1], 0, 23, List.of());
        days = field(fields[2], 1, 31, List.of());
        months = field(fields[3], 1, 12, MONTHS);
        weekdays = field(fields[4], 0, 7, DAYS);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        anyDay = fields[2].startsWith("*");
        anyWeekday = fields[4].startsWith("*");
    }

    static Optional<CronTimes> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        String[] fields = WORDS.getOrDefault(lower, lower).split("\\s+", -1);
        if (fields.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CronTimes(fields));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first time after that one. */
    Optional<Instant> next(Instant after) {
        LocalDateTime at =
                LocalDateTime.ofInstant(after, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .plusMinutes(1);
        LocalDateTime end = at.plusYears(MOST_YEARS);
        while (at.isBefore(end)) {
            if (!months.get(at.getMonthValue())) {
                at = at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!day(at)) {
                at = at.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(at.getHour())) {
                at = at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at.toInstant(ZoneOffset.UTC));
            }
        }
        return Optional.empty();
    }

    /** Where both are restricted, one of them is enough: as cron has it. */
    private boolean day(LocalDateTime at) {
        boolean month = days.get(at.getDayOfMonth());
        boolean week = weekdays.get(at.getDayOfWeek().getValue() % 7);
        return anyDay || anyWeekday ? month && week : month || week;
    }

    private static BitSet field(String text, int from, int to, List<String> names) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            int dash = range.indexOf('-');
            int first;
            int last;
            if (range.equals("*")) {
                first = from;
                last = to;
            } else if (dash < 0) {
                first = value(range, from, names);
                last = first;
            } else {
                first = value(range.substring(0, dash), from, names);
                last = value(range.substring(dash + 1), from, names);
            }
            if (step < 1 || first < from || last > to) {
                throw new IllegalArgumentException("a field is out of its bounds");
            }
            for (int i = first; i <= last; i += step) {
                values.set(i);
            }
        }
        return values;
    }

    private static int value(String text, int from, List<String> names) {
        int named = names.indexOf(text);
        return named < 0 ? Integer.parseInt(text) : from + named;
    }
}
