package dev.joch.worker.run;

import dev.joch.worker.lease.Backoff;
import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.lease.StopCause;

import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Supplier;

/** Questions about one run, repeated while nobody answers and the run is still ours. */
final class AskScheduler {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Duration patience;

    /**
     * @param patience how long a run may wait for an answer before it fails
     */
    AskScheduler(Duration patience) {
        this.patience = patience;
    }

    /**
     * @param what is asked for, for people
     * @throws RunEnds when the run is not ours any more, or there will be no answer
     */
    <T> T ask(HeldRun held, String what, Supplier<T> question) throws InterruptedException {
        Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            stillOurs(held);
            try {
                return question.get();
            } catch (StatusRuntimeException e) {
                switch (Scheduler.failure(e)) {
                    case LEASE_LOST -> {
                        held.stop(StopCause.LEASE_LOST);
                        throw new RunEnds(new Outcome.Abandoned());
                    }
                    case REFUSED ->
                            throw new RunEnds(
                                    Outcome.Failed.before(
                                            FailureReason.START_FAILED,
                                            what
                                                    + " was refused: "
                                                    + e.getStatus().getDescription()));
                    case AWAY -> {
                        if (System.nanoTime() > end) {
                            throw new RunEnds(
                                    Outcome.Failed.before(
                                            FailureReason.START_FAILED,
                                            what + " was not to be had within " + patience));
                        }
                    }
                }
            }
            pause.await();
        }
    }

    /** Ends the run when it was stopped, or when its lease has lapsed by our own clock. */
    static void stillOurs(HeldRun held) {
        if (held.leftNanos() <= 0) {
            held.stop(StopCause.LEASE_LOST);
        }
        @Nullable StopCause cause = held.cause();
        if (cause != null) {
            throw new RunEnds(
                    cause == StopCause.CANCELLED
                            ? new Outcome.Cancelled(0, "")
                            : new Outcome.Abandoned());
        }
    }
}
