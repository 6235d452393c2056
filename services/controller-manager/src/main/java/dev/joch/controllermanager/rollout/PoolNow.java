package dev.joch.controllermanager.rollout;

import java.time.Instant;

/**
 * A pool of workers as it is.
 *
 * @param wanted workers that the runtime was asked for
 * @param ready workers that the scheduler hears
 * @param ended workers that ended and were not replaced
 * @param due whether a worker is missing or may be replaced by now
 * @param since when its first worker was made
 */
record PoolNow(
        String name,
        String revision,
        long agentVersion,
        int wanted,
        int ready,
        int ended,
        boolean due,
        Instant since) {}
