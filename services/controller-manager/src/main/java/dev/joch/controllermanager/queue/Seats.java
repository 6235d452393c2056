package dev.joch.controllermanager.queue;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many keys may be under way, and who sits already. Every line keeps a small share for itself,
 * so that none stands still; the rest is common, and the most urgent line takes of it first.
 *
 * @param all how many there are
 * @param taken of each line; none where a line is missing
 */
public record Seats(int all, Map<Urgency, Integer> taken) {

    /** One in so many is a line's own. */
    private static final int SHARE = 16;

    public Seats {
        taken = Map.copyOf(taken);
    }

    public static Seats of(int all) {
        return new Seats(all, Map.of());
    }

    /** How many more of that line may sit down now. */
    public int free(Urgency line) {
        int free = all;
        for (Urgency each : Urgency.values()) {
            free -= each == line ? taken(each) : Math.max(taken(each), all / SHARE);
        }
        return Math.max(0, free);
    }

    public Seats take(Urgency line, int more) {
        Map<Urgency, Integer> now = new EnumMap<>(Urgency.class);
        now.putAll(taken);
        now.merge(line, more, Integer::sum);
        return new Seats(all, now);
    }

    private int taken(Urgency line) {
        return taken.getOrDefault(line, 0);
    }
}
