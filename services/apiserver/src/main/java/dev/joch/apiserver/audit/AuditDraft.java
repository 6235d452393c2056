package dev.joch.apiserver.audit;

import java.util.List;

/**
 * A record that has no place in the chain yet.
 *
 * @param timeMicros microseconds since 1970, as fine as every store keeps it
 */
record AuditDraft(
        String tenant,
        long timeMicros,
        String requestId,
        String subject,
        String method,
        String verb,
        String resource,
        List<String> effectivePolicies,
        String outcome,
        String requestDigest,
        String peer) {

    static final String INTENT = "intent";

    AuditDraft {
        effectivePolicies = List.copyOf(effectivePolicies);
    }
}
