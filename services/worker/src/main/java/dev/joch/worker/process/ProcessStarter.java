package dev.joch.worker.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread that starts programs. It must live as long as they do: a program asks to be killed
 * when its parent ends, and to the kernel the parent is the thread, not the process.
 */
final class ProcessStarter implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("agent-starter").daemon(true).factory());

    Process start(ProcessBuilder builder) throws IOException {
        Future<Process> started = thread.submit(builder::start);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException e) {
                    // a program that was started must not be forgotten
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            throw cause instanceof IOException failed
                    ? failed
                    : new IOException("the program cannot be started", cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
