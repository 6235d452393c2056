package dev.joch.apiserver.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the chains live.
 *
 * <p>Failure contract: what {@link #append} answered is durable; when it throws, all of the group
 * is written or nothing of it, and the caller does not know which. Appends of several processes to
 * one chain wait for one another; there are neither gaps nor forks. Every method but {@link
 * #append} keeps to one tenant. All throw {@link dev.joch.service.problem.ProblemException} with
 * AUDIT_UNAVAILABLE when the store cannot be reached.
 */
interface AuditStore extends AutoCloseable {

    /**
     * Chains the records in the given order and commits them together. Answers the new head of each
     * tenant.
     */
    List<ChainHead> append(List<AuditDraft> drafts);

    /** At most {@code query.limit()} records. */
    List<AuditRow> list(String tenant, AuditQuery query);

    /** The record at that place. */
    Optional<AuditRow> get(String tenant, long sequence);

    /**
     * Shows all records from a sequence on in order of sequence, as of one moment, without holding
     * them in memory.
     *
     * @return the head of that moment as the store says it, and the anchor of the chain
     */
    Walk walk(String tenant, long fromSequence, Consumer<AuditRow> visitor);

    /**
     * Drops up to {@code most} records older than a time, once the last of them is anchored. The
     * newest record always stays.
     */
    int prune(String tenant, long beforeMicros, int most, AnchorSigner signer);

    /** Tenants that have records. */
    List<String> tenants();

    @Override
    void close();

    /** What a walk ended with. */
    record Walk(ChainHead head, Optional<Anchor> anchor) {}

    /** The last of the records that were dropped. */
    record Anchor(ChainHead head, byte[] signature) {}

    /** Signs the record at which a chain is cut. */
    interface AnchorSigner {
        byte[] sign(ChainHead head);
    }
}
