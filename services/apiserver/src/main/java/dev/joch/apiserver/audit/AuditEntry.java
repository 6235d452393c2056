package dev.joch.apiserver.audit;

import dev.joch.common.v1.Caller;

import java.util.List;

/**
 * One call, as far as it is known before it is carried out.
 *
 * @param resources {@code Kind/namespace/name} of each resource that it is about ({@code Kind/name}
 *     outside of namespaces), or the RPC where it touches no single one; one record is written for
 *     each
 * @param requestDigest SHA-256 of the request in hex; empty for reads
 */
public record AuditEntry(
        String tenant,
        String requestId,
        String subject,
        String method,
        String verb,
        List<String> resources,
        String requestDigest,
        String peer) {

    /** Most resources of one call. */
    public static final int MOST_RESOURCES = 2_000;

    public AuditEntry {
        if (tenant.isBlank() || tenant.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("an audit record needs a tenant");
        }
        if (resources.isEmpty() || resources.size() > MOST_RESOURCES) {
            throw new IllegalArgumentException(
                    "an audit entry names 1 to " + MOST_RESOURCES + " resources");
        }
        resources = resources.stream().map(text -> AuditText.clean(text, 1024)).toList();
        tenant = AuditText.clean(tenant, 255);
        requestId = AuditText.clean(requestId, 255);
        subject = AuditText.clean(subject, 320);
        method = AuditText.clean(method, 64);
        verb = AuditText.clean(verb, 64);
        requestDigest = AuditText.clean(requestDigest, 128);
        peer = AuditText.clean(peer, 255);
    }

    /** A call by an established caller; its request id must be set. */
    public static AuditEntry of(
            Caller caller, String verb, List<String> resources, String requestDigest, String peer) {
        return new AuditEntry(
                caller.getTenant(),
                caller.getRequestId(),
                caller.getSubject(),
                caller.getMethod(),
                verb,
                resources,
                requestDigest,
                peer);
    }
}
