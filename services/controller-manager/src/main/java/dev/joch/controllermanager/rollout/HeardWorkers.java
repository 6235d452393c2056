package dev.joch.controllermanager.rollout;

import java.util.Map;

/** Workers that take runs: only those are ready. */
public interface HeardWorkers {

    /** Number of workers by revision. */
    Map<String, Integer> byRevision(String tenant);
}
