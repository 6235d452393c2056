package dev.joch.worker;

import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The peers of the worker, in the process under test. */
@Factory
final class FakePeers {

    @Singleton
    FakeScheduler scheduler() {
        return new FakeScheduler();
    }

    @Singleton
    FakeTrace trace() {
        return new FakeTrace();
    }

    @Singleton
    @Named("fake-scheduler")
    MeshEndpoint schedulerEndpoint(FakeScheduler scheduler) {
        return new MeshEndpoint("scheduler", scheduler);
    }

    @Singleton
    @Named("fake-trace")
    MeshEndpoint traceEndpoint(FakeTrace trace) {
        return new MeshEndpoint("trace", trace);
    }
}
