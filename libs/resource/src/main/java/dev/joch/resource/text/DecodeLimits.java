package dev.joch.resource.text;

/**
 * What one request may hold.
 *
 * @param bytes of all texts together
 * @param documents in all texts together
 * @param depth of nested mappings and lists in one document
 * @param nodes values in all texts together, aliases counted as what they stand for
 * @param aliasedNodes values that exist by aliases only
 * @param scalarLength characters of one value
 * @param keyLength characters of one key
 * @param keys in one mapping
 * @param diagnostics that are listed; further ones are counted
 * @param acceptStatus whether documents may carry a status; otherwise it is dropped with a warning
 */
public record DecodeLimits(
        int bytes,
        int documents,
        int depth,
        int nodes,
        int aliasedNodes,
        int scalarLength,
        int keyLength,
        int keys,
        int diagnostics,
        boolean acceptStatus) {

    /** Of one mapping or list, whatever else holds; the recursion that reads them relies on it. */
    private static final int DEEPEST = 512;

    private static final DecodeLimits STANDARD =
            new DecodeLimits(
                    8 << 20, 1_000, 64, 500_000, 10_000, 1 << 20, 1_024, 10_000, 500, false);

    public DecodeLimits {
        if (bytes < 1
                || documents < 1
                || depth < 4
                || depth > DEEPEST
                || nodes < 1
                || aliasedNodes < 0
                || scalarLength < 1
                || keyLength < 1
                || keys < 1
                || diagnostics < 1) {
            throw new IllegalArgumentException("limits must be positive and depth at most 512");
        }
    }

    /** The documented limits of a request: 8 MB, 1,000 documents, 64 levels. */
    public static DecodeLimits standard() {
        return STANDARD;
    }

    /** The same limits for a caller that may write status. */
    public DecodeLimits acceptingStatus() {
        return new DecodeLimits(
                bytes,
                documents,
                depth,
                nodes,
                aliasedNodes,
                scalarLength,
                keyLength,
                keys,
                diagnostics,
                true);
    }
}
