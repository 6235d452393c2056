package dev.joch.compiler;

import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The peers of the compiler, in the process under test. */
@Factory
final class FakePeers {

    @Singleton
    FakeStore store() {
        return new FakeStore();
    }

    @Singleton
    @Named("fake-store")
    MeshEndpoint storeEndpoint(FakeStore store) {
        return new MeshEndpoint("resource-store", store);
    }
}
