package dev.joch.worker.lease;

/** Why a program is made to end before it does by itself. */
public enum StopCause {
    /** Somebody asked for it. */
    CANCELLED(false),
    /** Its time is over. */
    DEADLINE(false),
    /** The worker itself ends. */
    WORKER_STOPS(false),
    LOG_FLOOD(true),
    OUT_OF_MEMORY(true),
    TOO_MANY_PROCESSES(true),
    /** The run is no longer this worker's. */
    LEASE_LOST(true);

    private final boolean atOnce;

    StopCause(boolean atOnce) {
        this.atOnce = atOnce;
    }

    /** The program is not asked first. */
    public boolean atOnce() {
        return atOnce;
    }
}
