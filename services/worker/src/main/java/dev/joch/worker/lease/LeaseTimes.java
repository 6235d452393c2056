package dev.joch.worker.lease;

import java.time.Duration;

/**
 * How long things take around leases.
 *
 * @param heartbeat how often leases are renewed; sooner when they are shorter
 * @param poll how long the scheduler may wait for a run
 * @param grace between SIGTERM and SIGKILL
 * @param drain how long runs may go on once the worker is to end
 * @param jobPatience how long a worker in job mode waits for its run
 */
public record LeaseTimes(
        Duration heartbeat, Duration poll, Duration grace, Duration drain, Duration jobPatience) {

    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

    public LeaseTimes {
        if (!heartbeat.isPositive() || !poll.isPositive()) {
            throw new IllegalArgumentException(
                    "joch.worker: heartbeat and poll must be longer than 0");
        }
        if (poll.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("joch.worker.poll is at most " + LONGEST_POLL);
        }
        if (grace.isNegative() || drain.isNegative() || jobPatience.isNegative()) {
            throw new IllegalArgumentException("joch.worker: no duration is less than 0");
        }
    }
}
