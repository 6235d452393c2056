package dev.joch.resourcestore.tell;

import dev.joch.events.EventLog;

import java.time.Duration;
import java.util.Optional;

/** How far those who listen have come in the log, and which process reads for them. */
public interface ReaderPlaces extends AutoCloseable {

    /** 0 for a reader that nobody knows. */
    long place(String reader);

    /** A place never goes back. */
    void keep(String reader, long place);

    /**
     * The place that every reader has reached; the largest number when there is none.
     *
     * @param absence a reader that was silent for so long is not waited for
     */
    long reachedByAll(Duration absence);

    /** Lets one process at a time read for that reader. */
    Optional<EventLog.Claim> claim(String reader);

    @Override
    void close();
}
