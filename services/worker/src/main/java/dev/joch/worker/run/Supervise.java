package dev.joch.worker.run;

import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.StopCause;
import dev.joch.worker.process.AgentProcess;
import dev.joch.worker.process.Cage.Strain;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Watches over one program until it has ended, by itself or because it was made to. */
final class Supervise {

    /** How often limits are looked at that nobody tells us about. */
    static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

    /** The clock may be read a little before the moment that was waited for. */
    static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();

    private final Duration grace;

    /**
     * @param grace between the request to end and the kill
     */
    Supervise(Duration grace) {
        this.grace = grace;
    }

    /**
     * @param cause why it was made to end, if it was
     */
    record Ended(int exitStatus, @Nullable StopCause cause) {}

    /**
     * Returns when nothing of the program is left.
     *
     * @param deadline on the monotonic clock, if there is one
     */
    Ended watch(HeldRun held, AgentProcess program, OptionalLong deadline)
            throws InterruptedException {
        Thread.ofVirtual().name("await-program").start(() -> awaitEnd(held, program));
        OptionalLong killAt = OptionalLong.empty();
        boolean killed = false;
        @Nullable StopCause cause = held.cause();
        while (held.exitStatus().isEmpty()) {
            look(held, program, deadline);
            cause = held.cause();
            if (cause != null && !killed) {
                if (cause.atOnce() || isOver(killAt)) {
                    program.kill();
                    killed = true;
                } else if (killAt.isEmpty()) {
                    program.terminate();
                    killAt = OptionalLong.of(System.nanoTime() + grace.toNanos());
                }
            }
            long pause =
                    pause(
                            cause,
                            held.leftNanos(),
                            left(deadline),
                            killed ? OptionalLong.empty() : left(killAt));
            held.awaitNews(cause, pause);
        }
        // whatever it has started goes with it
        program.kill();
        if (held.cause() == null) {
            strained(held, program.strain());
        }
        OptionalInt status = held.exitStatus();
        return new Ended(status.orElseThrow(), held.cause());
    }

    private static void awaitEnd(HeldRun held, AgentProcess program) {
        while (true) {
            try {
                held.exited(program.await());
                return;
            } catch (InterruptedException e) {
                // nobody but us tells how it ended
                continue;
            }
        }
    }

    private static void look(HeldRun held, AgentProcess program, OptionalLong deadline) {
        if (held.leftNanos() <= 0) {
            held.stop(StopCause.LEASE_LOST);
        } else if (isOver(deadline)) {
            held.stop(StopCause.DEADLINE);
        } else if (held.cause() == null) {
            strained(held, program.strain());
        }
    }

    private static void strained(HeldRun held, Strain strain) {
        switch (strain) {
            case OUT_OF_MEMORY -> held.stop(StopCause.OUT_OF_MEMORY);
            case TOO_MANY_PROCESSES -> held.stop(StopCause.TOO_MANY_PROCESSES);
            case NONE -> {}
        }
    }

    private static boolean isOver(OptionalLong time) {
        return time.isPresent() && System.nanoTime() - time.getAsLong() >= 0;
    }

    private static OptionalLong left(OptionalLong time) {
        return time.isPresent()
                ? OptionalLong.of(time.getAsLong() - System.nanoTime())
                : OptionalLong.empty();
    }

    /**
     * How long nothing happens that nobody tells us about. What is over is not waited for any more:
     * a worker that went round and round until its programs had ended would leave no processor to
     * those who end them.
     *
     * @param leaseLeft nanoseconds, as all of them
     */
    static long pause(
            @Nullable StopCause cause,
            long leaseLeft,
            OptionalLong deadlineLeft,
            OptionalLong killLeft) {
        long pause = Math.min(LOOK_NANOS, killLeft.orElse(LOOK_NANOS));
        if (cause != StopCause.LEASE_LOST) {
            pause = Math.min(pause, leaseLeft);
        }
        if (cause == null) {
            pause = Math.min(pause, deadlineLeft.orElse(LOOK_NANOS));
        }
        return Math.max(SHORTEST_NANOS, pause);
    }
}
