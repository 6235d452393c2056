package dev.joch.scheduler;

import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The peers of the scheduler, in the process under test. */
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
    FakePolicy policy() {
        return new FakePolicy();
    }

    @Singleton
    @Named("fake-store")
    MeshEndpoint storeEndpoint(FakeStore store) {
        return new MeshEndpoint("resource-store", store);
    }

    @Singleton
    @Named("fake-compiler")
    MeshEndpoint compilerEndpoint(FakeCompiler compiler) {
        return new MeshEndpoint("compiler", compiler);
    }

    @Singleton
    @Named("fake-policy")
    MeshEndpoint policyEndpoint(FakePolicy policy) {
        return new MeshEndpoint("policy-engine", policy);
    }

    @Singleton
    @Named("fake-agbom")
    MeshEndpoint billEndpoint() {
        return new MeshEndpoint("agbom", new FakeBills());
    }
}
