package dev.joch.apiserver.audit;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;

/** A record in its place. The arrays belong to it and are not changed. */
record AuditRow(long sequence, AuditDraft draft, byte[] previousHash, byte[] hash) {

    /** The record after a head. */
    static AuditRow after(ChainHead head, AuditDraft draft) {
        long sequence = head.sequence() + 1;
        byte[] hash = AuditHash.of(sequence, draft, head.hash());
        return new AuditRow(sequence, draft, head.hash(), hash);
    }

    ChainHead head() {
        return new ChainHead(draft.tenant(), sequence, hash);
    }

    /** Whether the hash is the one of the content. */
    boolean sound() {
        return Arrays.equals(hash, AuditHash.of(sequence, draft, previousHash));
    }

    /** Whether the content belongs to another place in the chain. */
    boolean soundAt(long otherSequence) {
        return Arrays.equals(hash, AuditHash.of(otherSequence, draft, previousHash));
    }

    String hashText() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuditRow row
                && sequence == row.sequence
                && draft.equals(row.draft)
                && Arrays.equals(previousHash, row.previousHash)
                && Arrays.equals(hash, row.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }
}
