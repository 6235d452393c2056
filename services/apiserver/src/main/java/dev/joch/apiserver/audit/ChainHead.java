package dev.joch.apiserver.audit;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The last record of a tenant's chain.
 *
 * @param sequence 0 for a chain without records
 * @param hash empty for a chain without records
 */
record ChainHead(String tenant, long sequence, byte[] hash) {

    static ChainHead empty(String tenant) {
        return new ChainHead(tenant, 0, new byte[0]);
    }

    String hashText() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChainHead head
                && tenant.equals(head.tenant)
                && sequence == head.sequence
                && Arrays.equals(hash, head.hash);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence) * 31 + tenant.hashCode();
    }
}
