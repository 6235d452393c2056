package dev.joch.compiler.compile;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Does work on several items at once, on a bounded number of threads for all callers. */
public final class Fan implements AutoCloseable {

    /** Fewer are done faster than they are handed out. */
    private static final int FEW = 4;

    private final ExecutorService threads;
    private final int width;

    public Fan(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("joch.compiler.parallel must be at least 1");
        }
        this.width = width;
        this.threads =
                Executors.newFixedThreadPool(
                        width, Thread.ofPlatform().name("compile-", 0).daemon().factory());
    }

    /** Returns when all are done; the first failure is the caller's. */
    <T> void each(List<T> items, Consumer<T> work) {
        if (items.size() <= FEW || width == 1) {
            items.forEach(work);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Runnable worker =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < items.size();
                            i = next.getAndIncrement()) {
                        work.accept(items.get(i));
                    }
                };
        var helpers =
                IntStream.range(0, width - 1).mapToObj(one -> threads.submit(worker)).toList();
        worker.run();
        for (var helper : helpers) {
            try {
                helper.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while compiling", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a compilation failed", e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
