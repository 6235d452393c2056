package dev.joch.scheduler;

import dev.joch.scheduler.run.RunPatience;

import java.time.Duration;

/** Limits of the scheduler. */
public record SchedulerConfig(
        Submit submit, Lease lease, Write write, Limits limits, Upkeep upkeep) {

    /**
     * Taking runs in.
     *
     * @param defaultPool of runs that name none
     * @param most runs that wait
     * @param parallel runs that are settled at the same time
     * @param claim how long settling may take
     * @param again between two attempts to settle a run that lacks something
     * @param patience how long a run waits for what it lacks
     * @param billFor how long a bill is taken to be the one in force
     */
    public record Submit(
            String defaultPool,
            long most,
            int parallel,
            Duration claim,
            Duration again,
            Duration patience,
            Duration billFor) {

        public Submit {
            if (defaultPool.isBlank()) {
                throw new IllegalArgumentException("joch.scheduler.default-pool must name one");
            }
            require(most >= 1 && parallel >= 1, "queue.most and submit.parallel");
        }

        /** Of one question to a peer: all of them together fit into the claim. */
        Duration peer() {
            return claim.dividedBy(5);
        }
    }

    /**
     * Giving runs out.
     *
     * @param time without a word after which a lease is lost
     * @param maxWaiting most calls that wait for runs
     * @param maxGroup calls that one decision looks at
     * @param poll how often is looked that nobody woke
     * @param maxFollowers most workers that listen for orders
     * @param orderPoll how often orders are looked for that nobody told of
     */
    public record Lease(
            Duration time,
            int maxWaiting,
            int maxGroup,
            Duration poll,
            int maxFollowers,
            Duration orderPoll) {

        public Lease {
            require(
                    maxWaiting >= 1 && maxGroup >= 1 && maxFollowers >= 1,
                    "lease.max-waiting, lease.max-group and orders.max-followers");
            if (time.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(
                        "joch.scheduler.lease.time must be at least 1s: workers renew in time");
            }
        }
    }

    /**
     * @param maxWaiting most calls that wait for a commit
     * @param maxGroup most calls of one commit
     */
    public record Write(int maxWaiting, int maxGroup) {
        public Write {
            require(maxWaiting >= 1 && maxGroup >= 1, "write.max-waiting and write.max-group");
        }
    }

    /**
     * @param perNamespace runs of one namespace at the same time; 0 is no limit
     */
    public record Limits(int perNamespace) {
        public Limits {
            require(perNamespace >= 0, "limits.per-namespace, or 0,");
        }
    }

    /**
     * @param sweepEvery how often leases, deadlines and unsettled runs are looked at
     * @param keepEnded how long a run is kept that has ended; 0 for ever
     * @param dropEvery how often older ones are dropped
     */
    public record Upkeep(Duration sweepEvery, Duration keepEnded, Duration dropEvery) {
        public Upkeep {
            if (sweepEvery.isZero()
                    || sweepEvery.isNegative()
                    || keepEnded.isNegative()
                    || dropEvery.isNegative()) {
                throw new IllegalArgumentException(
                        "joch.scheduler: sweep.every is more than 0, and no duration is less");
            }
        }
    }

    private static void require(boolean holds, String keys) {
        if (!holds) {
            throw new IllegalArgumentException("joch.scheduler: " + keys + " must be at least 1");
        }
    }

    RunPatience patience() {
        return RunPatience.of(lease.time(), submit.claim(), submit.again(), submit.patience());
    }

    /** Workers that were silent for longer are not counted on. */
    Duration silence() {
        return lease.time().multipliedBy(2);
    }
}
