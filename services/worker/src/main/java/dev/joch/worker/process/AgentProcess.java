package dev.joch.worker.process;

import java.io.IOException;
import java.io.InputStream;

/** A running agent program with everything that it has started. */
public final class AgentProcess implements AutoCloseable {

    private final Process process;
    private final Cage cage;
    private final long startedNanos = System.nanoTime();

    AgentProcess(Process process, Cage cage) {
        this.process = process;
        this.cage = cage;
    }

    public long pid() {
        return process.pid();
    }

    public long startedNanos() {
        return startedNanos;
    }

    public InputStream stdout() {
        return process.getInputStream();
    }

    public InputStream stderr() {
        return process.getErrorStream();
    }

    /** Waits for its end; gives the exit status, 128 and the signal when one killed it. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Cage.Strain strain() {
        return cage.strain();
    }

    /** Asks it to end. */
    public void terminate() {
        cage.terminate();
    }

    /** Kills it and everything that it has started; gives how many processes that were. */
    public int kill() {
        return cage.killAll();
    }

    /** Nothing of it is left afterwards. */
    @Override
    public void close() {
        cage.close();
        // whoever had the pipe is gone; what was in it has been read, or nobody wants it
        closeQuietly(process.getInputStream());
        closeQuietly(process.getErrorStream());
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // it is only read from
            return;
        }
    }
}
