package dev.joch.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one service says, in one order that all readers see.
 *
 * <p>Events of one key stand in the order in which their transactions committed. Whatever was read
 * up to a position stays as it is: nothing appears below it later. A reader therefore remembers one
 * number. Failures of the storage are unchecked; a reader tries again.
 */
public interface EventLog {

    /** An event and where it stands. Positions grow, with gaps. */
    record Entry(long position, Event event) {}

    /**
     * A part of the log.
     *
     * @param end everything up to here was looked at: where to read on
     */
    record Page(List<Entry> entries, long end) {
        public Page {
            entries = List.copyOf(entries);
        }

        /** Nothing new. */
        public static Page none(long end) {
            return new Page(List.of(), end);
        }
    }

    /** This process is the only one that reads for a reader's name, until it is closed or lost. */
    interface Claim extends AutoCloseable {

        /** Asks; once lost, a claim stays lost. */
        boolean holds();

        @Override
        void close();
    }

    /** The next events after a position; 0 is the beginning of what is kept. */
    Page read(long after, int limit);

    /** Waits until there may be something after the position, at most so long. */
    void awaitNews(long after, Duration patience) throws InterruptedException;

    /** Position of the newest event that can be read or soon can be. */
    long newest();

    /** Where the reader has come, as it was kept; 0 when it is new. */
    long place(String reader);

    /** Remembers durably where the reader has come. */
    void keep(String reader, long place);

    /** Lets one process at a time read for that reader; empty while another one does. */
    Optional<Claim> claim(String reader);

    /** Drops what every reader has, in small steps; gives how many events went. */
    int prune();
}
