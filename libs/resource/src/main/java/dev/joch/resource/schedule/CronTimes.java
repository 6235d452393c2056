package dev.joch.resource.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The times of a schedule: five fields of cron, by the clocks of a zone. Admission has checked the
 * text; what it would refuse has no times here.
 */
public final class CronTimes {

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

    private static final int MINUTES_OF_HOUR = 60;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyHour;
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
        anyHour = fields[1].startsWith("*");
        anyDay = fields[2].startsWith("*");
        anyWeekday = fields[4].startsWith("*");
    }

    public static Optional<CronTimes> parse(String text) {
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

    /** The first time after that one, in UTC. */
    public Optional<Instant> next(Instant after) {
        return next(after, ZoneOffset.UTC);
    }

    /**
     * The first time after that one by the clocks of a zone.
     *
     * <p>Where clocks are put forward, a time that they skip comes as soon as they were put
     * forward; where they are put back, a time that they show twice comes the first time only: a
     * run of half past two is neither lost nor doubled. A schedule whose hours begin with {@code *}
     * goes by what passes instead: every hour of such a day has its time, and no hour that is not
     * there.
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        return anyHour ? passing(after, zone) : shown(after, zone);
    }

    private Optional<Instant> shown(Instant after, ZoneId zone) {
        LocalDateTime at = LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES);
        LocalDateTime end = at.plusYears(MOST_YEARS);
        while (at.isBefore(end)) {
            if (!months.get(at.getMonthValue())) {
                at = at.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!day(at.toLocalDate())) {
                at = at.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(at.getHour())) {
                at = at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(at.getMinute()) || !instant(at, zone).isAfter(after)) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(instant(at, zone));
            }
        }
        return Optional.empty();
    }

    /** When the clocks show that for the first time, or, if they never do, when they skip it. */
    private static Instant instant(LocalDateTime shown, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffset> offsets = rules.getValidOffsets(shown);
        return offsets.isEmpty()
                ? rules.getTransition(shown).getInstant()
                : shown.toInstant(offsets.getFirst());
    }

    private Optional<Instant> passing(Instant after, ZoneId zone) {
        ZonedDateTime at =
                after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES).atZone(zone);
        ZonedDateTime end = at.plusYears(MOST_YEARS);
        while (at.isBefore(end)) {
            if (!months.get(at.getMonthValue())) {
                at = at.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
            } else if (!day(at.toLocalDate())) {
                at = at.toLocalDate().plusDays(1).atStartOfDay(zone);
            } else if (!hours.get(at.getHour())) {
                at = at.plusMinutes(MINUTES_OF_HOUR - at.getMinute());
            } else if (!minutes.get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at.toInstant());
            }
        }
        return Optional.empty();
    }

    /** Where both are restricted, one of them is enough: as cron has it. */
    private boolean day(LocalDate at) {
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
