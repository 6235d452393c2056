package dev.joch.apiserver;

import dev.joch.apiserver.testing.FakeAdmission;
import dev.joch.apiserver.testing.FakeStore;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

/** Peers of the process under test. */
@Factory
final class FakeServices {

    @Singleton
    MeshEndpoint store() {
        return new MeshEndpoint("resource-store", new FakeStore());
    }

    @Singleton
    MeshEndpoint admission() {
        return new MeshEndpoint("admission", new FakeAdmission());
    }
}
