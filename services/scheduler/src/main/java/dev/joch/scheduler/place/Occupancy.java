package dev.joch.scheduler.place;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What runs now, against what may. Counts on while a plan is made. */
public final class Occupancy {

    private final Limits limits;
    private final Map<Bound, Integer> running;

    /**
     * @param running leases by whatever has a limit
     */
    public Occupancy(Limits limits, Map<Bound, Integer> running) {
        this.limits = limits;
        this.running = new HashMap<>(running);
    }

    /** The first limit that is reached. */
    public Optional<Obstacle> full(Demand demand) {
        for (Bound bound : Bound.of(demand)) {
            int limit = limits.of(bound);
            int now = running.getOrDefault(bound, 0);
            if (limit > 0 && now >= limit) {
                return Optional.of(new Obstacle.Full(bound, now, limit));
            }
        }
        return Optional.empty();
    }

    void add(Demand demand) {
        Bound.of(demand).forEach(bound -> running.merge(bound, 1, Integer::sum));
    }
}
