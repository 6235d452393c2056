package dev.joch.scheduler.place;

import java.util.List;
import java.util.Map;

/**
 * Who gets what.
 *
 * @param given in the order in which it was given
 * @param skipped lines that got nothing more, by their first run, and why
 * @param moved shares that are no longer what they were
 * @param again a look further down the lines may give more
 */
public record Plan(
        List<Given> given,
        Map<Candidate, Obstacle> skipped,
        Map<Party, Share> moved,
        boolean again) {

    public Plan {
        given = List.copyOf(given);
        skipped = Map.copyOf(skipped);
        moved = Map.copyOf(moved);
    }

    /**
     * @param offer number of the offer that it goes to
     */
    public record Given(Candidate run, int offer) {}
}
