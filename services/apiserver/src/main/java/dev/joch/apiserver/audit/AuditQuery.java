package dev.joch.apiserver.audit;

/**
 * Which records of a tenant are asked for. Empty fields do not restrict.
 *
 * @param resource text that the resource begins with
 * @param sinceMicros 0 for all
 * @param after sequence that the page begins behind, in the direction of the list; 0 begins at its
 *     end
 */
record AuditQuery(
        String subject,
        String verb,
        String resource,
        long sinceMicros,
        long after,
        boolean descending,
        int limit) {}
