package dev.joch.testkit.wait;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something holds, and fails with a sentence when the deadline passes first. */
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /** Waits until the condition holds. */
    public static void until(String sentence, Duration deadline, BooleanSupplier condition) {
        value(sentence, deadline, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }

    /**
     * Waits until the supplier gives a value; exceptions count as "not yet" and show up when time
     * is over.
     */
    public static <T> T value(String sentence, Duration deadline, Supplier<@Nullable T> supplier) {
        return value(sentence, deadline, PAUSE, supplier);
    }

    /** The same for a question that is dear: it is asked with a pause in between. */
    public static <T> T value(
            String sentence, Duration deadline, Duration pause, Supplier<@Nullable T> supplier) {
        long end = System.nanoTime() + deadline.toNanos();
        RuntimeException last = null;
        do {
            try {
                T value = supplier.get();
                if (value != null) {
                    return value;
                }
            } catch (RuntimeException e) {
                last = e;
            }
            LockSupport.parkNanos(pause.toNanos());
        } while (System.nanoTime() < end);
        throw new AssertionError("not within " + deadline + ": " + sentence, last);
    }
}
