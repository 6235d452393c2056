package dev.joch.resourcestore.store;

import dev.joch.resourcestore.Stores;

final class MemoryResourceStoreTest extends ResourceStoreContract {

    @Override
    ResourceStore open() {
        return Stores.memory();
    }
}
