package dev.joch.scheduler.peer;

import dev.joch.compiler.v1.CompileRequest;
import dev.joch.compiler.v1.CompileResult;
import dev.joch.compiler.v1.CompileTarget;
import dev.joch.compiler.v1.CompilerServiceGrpc;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceBlockingStub;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.scheduler.submit.Manifests;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The compiler, asked over the mesh. */
public final class MeshManifests implements Manifests {

    private static final String PEER = "the compiler";

    private final CompilerServiceBlockingStub compiler;
    private final Duration patience;

    public MeshManifests(Channel compiler, Duration patience) {
        this.compiler = CompilerServiceGrpc.newBlockingStub(compiler);
        this.patience = patience;
    }

    private CompilerServiceBlockingStub stub() {
        return compiler.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<Manifest> newest(
            String tenant, String namespace, String agent, long generation, String environment) {
        return get(
                GetManifestRequest.newBuilder()
                        .setTenant(tenant)
                        .setNamespace(namespace)
                        .setAgent(agent)
                        .setGeneration(generation)
                        .setEnvironment(environment)
                        .build());
    }

    @Override
    public Optional<Manifest> byDigest(
            String tenant, String namespace, String agent, String digest) {
        return get(
                GetManifestRequest.newBuilder()
                        .setTenant(tenant)
                        .setNamespace(namespace)
                        .setAgent(agent)
                        .setDigest(digest)
                        .build());
    }

    private Optional<Manifest> get(GetManifestRequest request) {
        try {
            return Optional.of(stub().getManifest(request).getManifest());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw PeerFailure.of(PEER, e);
        }
    }

    @Override
    public CompileResult compile(
            String tenant, String namespace, String agent, String environment) {
        try {
            return stub().compile(
                            CompileRequest.newBuilder()
                                    .addTargets(
                                            CompileTarget.newBuilder()
                                                    .setAgent(
                                                            ResourceKeys.of(
                                                                    tenant, "Agent", namespace,
                                                                    agent))
                                                    .setEnvironment(environment))
                                    .build())
                    .getResults(0);
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of(PEER, e);
        }
    }
}
