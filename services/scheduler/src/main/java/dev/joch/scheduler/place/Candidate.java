package dev.joch.scheduler.place;

import dev.joch.scheduler.run.RunKey;

import java.util.Comparator;

/**
 * A run that waits.
 *
 * @param place in the queue by age
 */
public record Candidate(RunKey key, String uid, int priority, long place, Demand demand) {

    /** Who comes first within a namespace. */
    public static final Comparator<Candidate> ORDER =
            Comparator.comparingInt(Candidate::priority)
                    .reversed()
                    .thenComparingLong(Candidate::place)
                    .thenComparing(Candidate::key);
}
