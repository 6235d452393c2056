package dev.joch.apiserver.policy;

import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;

/** All that can be asked of policy, put together. */
public record PolicyUseCases(
        HandleHook hook,
        PreviewPolicies preview,
        ReadDecisions decisions,
        SuspendRule suspend,
        BreakGlass breakGlass) {

    public static PolicyUseCases over(
            Peer engine, FindResource stored, AccessGate gate, AuditLog audit) {
        Rights rights = new Rights(gate);
        Records records = new Records(audit);
        return new PolicyUseCases(
                new HandleHook(rights, records, engine),
                new PreviewPolicies(rights, records, engine),
                new ReadDecisions(rights, records, engine),
                new SuspendRule(rights, records, stored, engine),
                new BreakGlass(rights, records, stored, engine));
    }
}
