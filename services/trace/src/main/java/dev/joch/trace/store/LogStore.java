package dev.joch.trace.store;

import dev.joch.trace.log.Append;
import dev.joch.trace.log.Appended;
import dev.joch.trace.log.LogHead;
import dev.joch.trace.log.Piece;
import dev.joch.trace.span.RunKey;

import java.util.List;
import java.util.Optional;

/**
 * Keeps logs.
 *
 * <p>What {@link dev.joch.trace.log.LogRules} decide is done in one transaction, one append after
 * the other. Unchecked failures mean that nothing is known; an append may be handed in again.
 */
public interface LogStore extends AutoCloseable {

    /** One answer each, in order. */
    List<Appended> append(List<Append> appends);

    /** The log of the newest execution of that name. */
    Optional<Found> find(RunKey run);

    /** Pieces that begin at that byte or later, in order; at most so many bytes, but one piece. */
    List<Piece> read(String tenant, long log, long from, int bytes);

    /** The newest pieces that hold so many lines, in order of the log; at most so many bytes. */
    List<Piece> tail(String tenant, long log, int lines, int bytes);

    @Override
    void close();

    /**
     * A log.
     *
     * @param id of its row
     */
    record Found(long id, String uid, LogHead head) {}
}
