package dev.joch.agbom.generate;

import dev.joch.compiler.v1.CompilerServiceGrpc;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceBlockingStub;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

/** The compiler, asked over the mesh. */
final class Manifests {

    private final CompilerServiceBlockingStub compiler;

    Manifests(Channel compiler) {
        this.compiler = CompilerServiceGrpc.newBlockingStub(compiler);
    }

    /** Of the agent's newest generation, in the environment it was compiled for last. */
    Manifest newest(ResourceKey agent) {
        try {
            return compiler.getManifest(
                            GetManifestRequest.newBuilder()
                                    .setTenant(agent.getTenant())
                                    .setNamespace(agent.getNamespace())
                                    .setAgent(agent.getName())
                                    .build())
                    .getManifest();
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the compiler", e);
        }
    }
}
