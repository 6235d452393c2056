package dev.joch.admission;

import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

/** The peers of admission, in the process under test. */
@Factory
final class FakePeers {

    @Singleton
    FakeStore store() {
        return new FakeStore();
    }

    @Singleton
    FakeEngine engine() {
        return new FakeEngine();
    }

    @Singleton
    MeshEndpoint storeEndpoint(FakeStore store) {
        return new MeshEndpoint("resource-store", store);
    }

    @Singleton
    MeshEndpoint engineEndpoint(FakeEngine engine) {
        return new MeshEndpoint("policy-engine", engine);
    }
}
