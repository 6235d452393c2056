package dev.joch.apiserver.audit;

import java.util.Collection;

/** Takes down every call. */
public interface AuditLog {

    /**
     * Writes the intent of a mutation and waits until it is durable. Call it when the caller is
     * known and before anything is changed; every ticket is closed, also when the call is refused
     * or fails. Throws AUDIT_UNAVAILABLE: then change nothing.
     */
    AuditTicket open(AuditEntry entry);

    /**
     * Takes down a call that changes nothing, with its outcome. Does not wait for the disk, only
     * for room in a bounded queue; throws AUDIT_UNAVAILABLE when there is none for some seconds.
     */
    void read(AuditEntry entry, String outcome, Collection<String> effectivePolicies);
}
