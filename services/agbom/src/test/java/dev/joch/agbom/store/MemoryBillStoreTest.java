package dev.joch.agbom.store;

final class MemoryBillStoreTest extends BillStoreContract {

    private final MemoryBillStore store = new MemoryBillStore();

    @Override
    BillStore open() {
        return store;
    }

    @Override
    int said() {
        return store.said().size();
    }
}
