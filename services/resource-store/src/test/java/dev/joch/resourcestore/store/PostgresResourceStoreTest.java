package dev.joch.resourcestore.store;

import dev.joch.resourcestore.Stores;
import dev.joch.testkit.postgres.TestPostgres;

final class PostgresResourceStoreTest extends ResourceStoreContract {

    @Override
    ResourceStore open() {
        return Stores.postgres(TestPostgres.server().newDatabase());
    }
}
