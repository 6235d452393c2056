package dev.joch.agbom;

import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

/** The peers of this service, in the process under test. */
@Factory
final class FakePeers {

    @Singleton
    FakeStore store() {
        return new FakeStore();
    }

    @Singleton
    FakeCompiler compiler() {
        return new FakeCompiler();
    }

    @Singleton
    MeshEndpoint storeEndpoint(FakeStore store) {
        return new MeshEndpoint("resource-store", store);
    }

    @Singleton
    MeshEndpoint compilerEndpoint(FakeCompiler compiler) {
        return new MeshEndpoint("compiler", compiler);
    }
}
