package dev.joch.trace.store;

import dev.joch.trace.event.EventHead;
import dev.joch.trace.event.Happened;
import dev.joch.trace.event.KeptEvent;
import dev.joch.trace.event.RunUid;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps events of runs.
 *
 * <p>They stand in the order in which they were added, and nothing appears below what was read. An
 * event that is added again changes nothing. The number kept of one run is bounded; its own steps
 * are always kept, other events are counted from there on.
 */
public interface RunEventStore extends AutoCloseable {

    /**
     * Adds an event in somebody's transaction. One whose run nobody named, and of whose name none
     * is known, is passed over.
     */
    void add(Connection transaction, Happened event) throws SQLException;

    /** Of the run with that identity. */
    Optional<EventHead> find(RunUid run);

    /** Events above that position, in order; at most so many, and few when they are large. */
    List<KeptEvent> read(String tenant, long run, long above, int limit);

    @Override
    void close();
}
