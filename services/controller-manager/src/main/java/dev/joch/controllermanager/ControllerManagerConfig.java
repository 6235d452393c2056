package dev.joch.controllermanager;

import dev.joch.controllermanager.queue.Backoff;

import java.time.Duration;

/**
 * How the controllers work.
 *
 * @param groups which controllers run here
 * @param seats keys that are looked at at the same time
 * @param poll how often the queue is looked at that nobody rang for
 * @param lease after so long a key that was taken is free again
 * @param deadline a reconciler's calls end after so long
 * @param resyncEvery how often each kind is compared with the store
 * @param resyncMostWaiting no page is added while more keys than that wait
 * @param policyUseEvery how often the counters of policies are brought up to date
 */
record ControllerManagerConfig(
        ControllerGroups groups,
        int seats,
        Duration poll,
        Duration lease,
        Duration deadline,
        Backoff retry,
        Duration resyncEvery,
        long resyncMostWaiting,
        Duration policyUseEvery) {

    ControllerManagerConfig {
        if (seats < 1 || poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException(
                    "joch.controller-manager: seats and poll are positive");
        }
        if (lease.compareTo(deadline.plusSeconds(5)) < 0) {
            throw new IllegalArgumentException(
                    "joch.controller-manager.lease is at least 5s longer than deadline: who looks at"
                            + " a key must have stopped before another one begins");
        }
        if (policyUseEvery.toMillis() < 1000 || resyncEvery.toMillis() < 1000) {
            throw new IllegalArgumentException(
                    "joch.controller-manager.resync.every and policy-use.every are at least 1s");
        }
    }
}
