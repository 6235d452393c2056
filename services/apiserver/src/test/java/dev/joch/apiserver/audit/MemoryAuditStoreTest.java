package dev.joch.apiserver.audit;

final class MemoryAuditStoreTest extends AuditStoreContract {

    @Override
    AuditStore newStore() {
        return new MemoryAuditStore();
    }
}
