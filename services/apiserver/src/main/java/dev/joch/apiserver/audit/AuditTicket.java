package dev.joch.apiserver.audit;

import java.util.Collection;

/** A mutation whose intent is on record and whose outcome is not yet. */
public interface AuditTicket {

    /** Outcome of a call that succeeded. */
    String OK = "OK";

    /**
     * Writes the outcome and waits until it is durable; throws AUDIT_UNAVAILABLE when it cannot be
     * written, and then the answer must not leave.
     *
     * @param outcome {@link #OK} or the reason of the refusal
     * @param effectivePolicies policies that had a say as {@code name@vN}, and rules of the grants
     */
    void close(String outcome, Collection<String> effectivePolicies);
}
