package dev.joch.worker.lease;

/** What is done with a leased run, from start to end. */
@FunctionalInterface
public interface RunOne {

    /**
     * Returns when nothing of the run is left here; gives the exit status for a worker of one run.
     */
    int run(HeldRun held) throws InterruptedException;
}
