package dev.joch.trace;

import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.trace.intake.Sender;
import dev.joch.trace.intake.Senders;
import dev.joch.trace.span.RunKey;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** What is around the trace service, in the process under test. */
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

    /** The token of an execution is {@code tenant/namespace/name}, that of a service its name. */
    @Singleton
    @Replaces(bean = Senders.class, factory = TraceModule.class)
    Senders senders() {
        return bearer -> {
            String[] names = bearer.split("/");
            if (names.length == 3) {
                return new Sender.Workload(new RunKey(names[0], names[1], names[2]));
            }
            if (bearer.equals("gateway")) {
                return new Sender.Service(bearer);
            }
            throw new ProblemException(new TraceProblem.SenderUnknown());
        };
    }
}
