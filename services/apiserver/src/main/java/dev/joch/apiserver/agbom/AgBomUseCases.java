package dev.joch.apiserver.agbom;

import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;

/** All that can be done with bills of materials, put together. */
public record AgBomUseCases(ReadBills read, RefreshBill refresh) {

    public static AgBomUseCases over(Peer agbom, AccessGate gate, AuditLog audit) {
        Rights rights = new Rights(gate);
        Records records = new Records(audit);
        return new AgBomUseCases(
                new ReadBills(rights, records, agbom), new RefreshBill(rights, records, agbom));
    }
}
