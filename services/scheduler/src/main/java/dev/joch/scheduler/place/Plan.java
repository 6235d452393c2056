package dev.joch.scheduler.place;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who gets what.
 *
 * @param given in the order in which it was given
 * @param skipped lines that got nothing more, by their first run, and why
 * @param moved shares that are no longer what they were
 * @param dark lines that stopped their namespaces: whose turn it is may stand behind those who are
 *     known, and there are seats
 */
public record Plan(
        List<Given> given,
        Map<Candidate, Obstacle> skipped,
        Map<Party, Share> moved,
        Set<Long> dark) {

    public Plan {
        given = List.copyOf(given);
        skipped = Map.copyOf(skipped);
        moved = Map.copyOf(moved);
        dark = Set.copyOf(dark);
    }

    /** Whether a look further down the lines may give more. */
    public boolean again() {
        return !dark.isEmpty();
    }

    /**
     * @param offer number of the offer that it goes to
     */
    public record Given(Candidate run, int offer) {}
}
