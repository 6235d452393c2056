package dev.joch.bench;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Drives an action and measures it. */
final class Load {

    /** Longest latency that is told apart, in nanoseconds. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private Load() {}

    /** One call of the thing under test. */
    @FunctionalInterface
    interface Action {
        /**
         * @param client number of the client, from 0
         * @param round number of the call of that client, from 0
         */
        void call(int client, long round);
    }

    /**
     * What a load saw.
     *
     * @param calls calls that came back
     * @param nanos how long it took
     * @param latency per call
     */
    record Measured(long calls, long nanos, Histogram latency) {}

    /** So many clients, each with one call at a time, as fast as they are answered. */
    static Measured closed(int clients, Duration length, Action action) {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        List<Histogram> parts =
                inParallel(
                        clients,
                        client -> {
                            Histogram histogram = histogram();
                            for (long round = 0; System.nanoTime() < end; round++) {
                                long begin = System.nanoTime();
                                action.call(client, round);
                                histogram.recordValue(Math.min(LONGEST, System.nanoTime() - begin));
                            }
                            return histogram;
                        });
        return measured(parts, start);
    }

    /** Calls at a fixed rate whatever the answers do; latency counts from when a call was due. */
    static Measured open(int clients, double perSecond, Duration length, Action action) {
        long start = System.nanoTime();
        double gap = 1e9 * clients / perSecond;
        long rounds = (long) (length.toNanos() / gap);
        List<Histogram> parts =
                inParallel(
                        clients,
                        client -> {
                            Histogram histogram = histogram();
                            long offset = start + (long) (gap * client / clients);
                            for (long round = 0; round < rounds; round++) {
                                long due = offset + (long) (gap * round);
                                waitUntil(due);
                                action.call(client, round);
                                histogram.recordValue(Math.min(LONGEST, System.nanoTime() - due));
                            }
                            return histogram;
                        });
        return measured(parts, start);
    }

    /** Begins one call of the thing under test; the answer comes on another thread. */
    @FunctionalInterface
    interface Beginning {
        /**
         * @param call number of the call, from 0
         */
        void begin(long call, Answered answered);
    }

    /** Told once per call, by whoever has its answer. */
    interface Answered {
        void answered();

        void failed(Throwable cause);
    }

    /**
     * Calls at a fixed rate whatever the answers do, begun by one thread that waits for none of
     * them: the cheapest load there is, for what is to be measured on the same processors. Latency
     * counts from when a call was due.
     */
    static Measured paced(double perSecond, Duration length, Beginning action) {
        double gap = 1e9 / perSecond;
        long calls = (long) (length.toNanos() / gap);
        Paced paced = new Paced();
        long start = System.nanoTime();
        for (long call = 0; call < calls && !paced.hasFailed(); call++) {
            long due = start + (long) (gap * call);
            waitUntil(due);
            action.begin(call, paced.begun(due));
        }
        return measured(List.of(paced.awaitAll()), start);
    }

    static Histogram histogram() {
        return new Histogram(LONGEST, 3);
    }

    private static void waitUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }

    private static Measured measured(List<Histogram> parts, long start) {
        long nanos = System.nanoTime() - start;
        Histogram all = histogram();
        parts.forEach(all::add);
        return new Measured(all.getTotalCount(), nanos, all);
    }

    @FunctionalInterface
    private interface Client {
        Histogram run(int client);
    }

    private static List<Histogram> inParallel(int clients, Client client) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(threads.submit(() -> client.run(number)));
            }
            List<Histogram> parts = new ArrayList<>();
            for (Future<Histogram> part : running) {
                parts.add(part.get());
            }
            return parts;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
