package dev.joch.scheduler.store;

/** What a transaction changed that somebody waits for. */
final class Changes {

    private boolean queued;
    private boolean released;
    private boolean cancelled;

    void saw(boolean someQueued, boolean someReleased, boolean someCancelled) {
        queued |= someQueued;
        released |= someReleased;
        cancelled |= someCancelled;
    }

    /** Somebody may lease more now. */
    boolean leases() {
        return queued || released;
    }

    /** A worker has to stop something. */
    boolean orders() {
        return cancelled;
    }
}
