package dev.joch.apiserver.testing;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;

import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceImplBase;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.GetManifestResponse;
import dev.joch.compiler.v1.ListManifestHistoryRequest;
import dev.joch.compiler.v1.ListManifestHistoryResponse;
import dev.joch.compiler.v1.ListManifestsRequest;
import dev.joch.compiler.v1.ListManifestsResponse;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the manifests that it is given. */
public final class FakeCompiler extends CompilerServiceImplBase {

    private final List<Manifest> manifests = new CopyOnWriteArrayList<>();

    /** The manifest of a generation of an agent. */
    public void given(String namespace, String agent, long generation, String environment) {
        CompiledAgentManifestSpec.Builder spec = CompiledAgentManifestSpec.newBuilder();
        spec.getAgentBuilder().setName(agent).setGeneration(generation);
        Resource.Builder resource =
                Resource.newBuilder()
                        .setApiVersion("internal.joch.dev/v1")
                        .setKind("CompiledAgentManifest")
                        .setSpec(Any.pack(spec.build()));
        resource.getMetadataBuilder()
                .setTenant("default")
                .setNamespace(namespace)
                .setName(agent + "-g" + generation)
                .putLabels("env", environment);
        manifests.add(
                Manifest.newBuilder()
                        .setResource(resource)
                        .setEnvironment(environment)
                        .setDigest("sha256:" + generation)
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(1_800_000_000))
                        .build());
    }

    @Override
    public void getManifest(GetManifestRequest request, StreamObserver<GetManifestResponse> out) {
        String name = request.getAgent() + "-g" + request.getGeneration();
        manifests.stream()
                .filter(manifest ->
                        manifest.getResource().getMetadata().getName().equals(name)
                                && at(manifest, List.of(request.getNamespace()))
                                && in(manifest, request.getEnvironment()))
                .findFirst()
                .ifPresentOrElse(
                        found ->
                                answer(
                                        GetManifestResponse.newBuilder().setManifest(found).build(),
                                        out),
                        () -> out.onError(missing(name)));
    }

    private static Exception missing(String name) {
        return ProblemStatus.toException(
                new RemoteProblem(
                        Status.Code.NOT_FOUND,
                        "MANIFEST_NOT_FOUND",
                        "there is no manifest of " + name,
                        Map.of(),
                        List.of()));
    }

    @Override
    public void listManifests(
            ListManifestsRequest request, StreamObserver<ListManifestsResponse> out) {
        answer(
                ListManifestsResponse.newBuilder()
                        .addAllManifests(
                                manifests.stream()
                                        .filter(one -> at(one, request.getNamespacesList()))
                                        .filter(one -> of(one, request.getAgent()))
                                        .filter(one -> in(one, request.getEnvironment()))
                                        .toList())
                        .build(),
                out);
    }

    @Override
    public void listManifestHistory(
            ListManifestHistoryRequest request, StreamObserver<ListManifestHistoryResponse> out) {
        answer(
                ListManifestHistoryResponse.newBuilder()
                        .addAllManifests(
                                manifests.stream()
                                        .filter(one -> at(one, List.of(request.getNamespace())))
                                        .filter(one -> of(one, request.getAgent()))
                                        .filter(one -> in(one, request.getEnvironment()))
                                        .toList()
                                        .reversed())
                        .build(),
                out);
    }

    private static boolean at(Manifest manifest, List<String> namespaces) {
        return namespaces.isEmpty()
                || namespaces.contains(manifest.getResource().getMetadata().getNamespace());
    }

    private static boolean in(Manifest manifest, String environment) {
        return environment.isEmpty() || environment.equals(manifest.getEnvironment());
    }

    private static boolean of(Manifest manifest, String agent) {
        return manifest.getResource().getMetadata().getName().startsWith(agent);
    }

    private static <A> void answer(A answer, StreamObserver<A> out) {
        out.onNext(answer);
        out.onCompleted();
    }
}
