package dev.joch.compiler.store;

final class MemoryManifestStoreTest extends ManifestStoreContract {

    @Override
    ManifestStore open() {
        return new MemoryManifestStore(() -> now);
    }
}
