package dev.joch.agbom.store;

import java.util.List;
import java.util.Optional;

/**
 * Generations of bills.
 *
 * <p>Per lineage they are 1, 2, 3, ... without gaps; what was appended never changes. A reader of
 * one tenant never sees another's. Everything that is returned is committed.
 */
public interface BillStore extends AutoCloseable {

    /** The newest generation. */
    Optional<Bill> newest(Lineage lineage);

    Optional<Bill> find(Lineage lineage, long generation);

    /** The canonical content of a generation. */
    Optional<byte[]> content(Lineage lineage, long generation);

    Optional<Document> document(Lineage lineage, long generation, String format, boolean signed);

    /**
     * Appends a generation with its documents, and says so, in one commit.
     *
     * @return whether it did; {@code false} when somebody else was first with this or a later
     *     generation, or when the one before it is not the newest
     */
    boolean append(NewBill bill);

    /** The newest of each lineage, in order of namespace and agent. */
    List<Bill> list(BillQuery query);

    @Override
    void close();
}
