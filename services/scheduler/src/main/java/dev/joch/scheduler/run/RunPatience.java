package dev.joch.scheduler.run;

import java.time.Duration;

/**
 * How long things may take, in microseconds.
 *
 * @param lease without a word of the worker
 * @param claim to settle a run before somebody else tries
 * @param again between two attempts to settle a run that lacks something
 * @param patience for what is lacking, from the creation on
 */
public record RunPatience(long lease, long claim, long again, long patience) {

    public RunPatience {
        if (lease <= 0 || claim <= 0 || again <= 0 || patience < 0) {
            throw new IllegalArgumentException("joch.scheduler: durations must be positive");
        }
    }

    public static RunPatience of(Duration lease, Duration claim, Duration again, Duration wait) {
        return new RunPatience(micros(lease), micros(claim), micros(again), micros(wait));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
