package dev.joch.trace.sample;

import dev.joch.trace.store.Upkeep;
import dev.joch.trace.store.Upkeep.Complete;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether complete traces are kept.
 *
 * @param settle how long after its last span a trace is complete whose root has ended
 * @param quiet how long after its last span any trace is
 * @param slow what took so long is remarkable; 0: time makes no trace so
 */
public record DecideTraces(
        Upkeep upkeep, Duration settle, Duration quiet, Duration slow, InstantSource clock) {

    private static final int STEP = 20;

    public DecideTraces {
        if (settle.isNegative() || quiet.compareTo(settle) < 0 || slow.isNegative()) {
            throw new IllegalArgumentException(
                    "joch.trace.sampling: quiet is at least as long as settle, and no duration is"
                            + " less than 0");
        }
    }

    /** Decides all that are complete now; gives how many. */
    public int decide() {
        Instant now = clock.instant();
        int decided = 0;
        int step;
        do {
            step = upkeep.decide(now.minus(settle), now.minus(quiet), this::keeps, STEP);
            decided += step;
        } while (step == STEP);
        return decided;
    }

    boolean keeps(Complete trace) {
        return switch (trace.sampling()) {
            case TAIL ->
                    trace.remarkable()
                            || (!slow.isZero()
                                    && trace.durationUs()
                                            >= TimeUnit.NANOSECONDS.toMicros(slow.toNanos()));
            case EXEMPLAR -> claims(trace);
            case FULL, HEAD -> true;
        };
    }

    /** Claims all that it is the first of, not only the first one. */
    private static boolean claims(Complete trace) {
        boolean first = false;
        for (String tool : trace.tools()) {
            first |= trace.claim().apply(tool);
        }
        return first;
    }
}
