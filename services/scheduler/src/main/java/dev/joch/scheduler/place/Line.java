package dev.joch.scheduler.place;

import java.util.List;

/**
 * Runs with equal demands, the first of them.
 *
 * @param first in order; at least one
 * @param more further ones may wait behind these
 */
public record Line(List<Candidate> first, boolean more) {

    public Line {
        first = List.copyOf(first);
        if (first.isEmpty()) {
            throw new IllegalArgumentException("nobody stands in the line");
        }
    }

    public Demand demand() {
        return first.getFirst().demand();
    }
}
