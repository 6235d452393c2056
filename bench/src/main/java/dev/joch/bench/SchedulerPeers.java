package dev.joch.bench;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceImplBase;
import dev.joch.agbom.v1.Bill;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.agbom.v1.GenerateBillResponse;
import dev.joch.compiler.v1.CompilerServiceGrpc.CompilerServiceImplBase;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.GetManifestResponse;
import dev.joch.compiler.v1.Manifest;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.mesh.MeshEndpoint;

import io.grpc.stub.StreamObserver;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Peers of the scheduler that answer at once, so that the figures are the scheduler's own. */
@Factory
@Requires(property = SchedulerPeers.WANTED)
final class SchedulerPeers {

    static final String WANTED = "bench.scheduler.peers";

    /** Of everything that has that name. */
    static String uid(String name) {
        return "u-" + name;
    }

    @Singleton
    @Named("bench-store")
    MeshEndpoint store() {
        return new MeshEndpoint("resource-store", new Store());
    }

    @Singleton
    @Named("bench-compiler")
    MeshEndpoint compiler() {
        return new MeshEndpoint("compiler", new Compiler());
    }

    @Singleton
    @Named("bench-policy")
    MeshEndpoint policy() {
        return new MeshEndpoint("policy-engine", new Policy());
    }

    @Singleton
    @Named("bench-agbom")
    MeshEndpoint agbom() {
        return new MeshEndpoint("agbom", new Bills());
    }

    private static <T> void reply(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }

    private static final class Store extends ResourceStoreServiceImplBase {

        @Override
        public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
            BatchGetResponse.Builder found = BatchGetResponse.newBuilder();
            for (ResourceKey key : request.getKeysList()) {
                switch (key.getKind()) {
                    case "Agent" -> found.addResources(any(key, AgentSpec.getDefaultInstance()));
                    case "Execution" ->
                            found.addResources(any(key, ExecutionSpec.getDefaultInstance()));
                    default -> {}
                }
            }
            reply(answer, found.build());
        }

        private static Resource any(ResourceKey key, Message spec) {
            return Resource.newBuilder()
                    .setKind(key.getKind())
                    .setMetadata(
                            ObjectMeta.newBuilder()
                                    .setTenant(key.getTenant())
                                    .setNamespace(key.getNamespace())
                                    .setName(key.getName())
                                    .setUid(uid(key.getName()))
                                    .setGeneration(1))
                    .setSpec(Any.pack(spec))
                    .build();
        }

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
            answer.onNext(
                    WatchResponse.newBuilder()
                            .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                            .setRevision(1)
                            .setInitialEnd(true)
                            .build());
        }
    }

    private static final class Compiler extends CompilerServiceImplBase {

        @Override
        public void getManifest(
                GetManifestRequest request, StreamObserver<GetManifestResponse> answer) {
            CompiledAgentManifestSpec spec =
                    CompiledAgentManifestSpec.newBuilder()
                            .setFramework(
                                    ManifestFramework.newBuilder()
                                            .setAdapter("custom-java")
                                            .setFramework("custom"))
                            .build();
            reply(
                    answer,
                    GetManifestResponse.newBuilder()
                            .setManifest(
                                    Manifest.newBuilder()
                                            .setResource(
                                                    Resource.newBuilder().setSpec(Any.pack(spec)))
                                            .setDigest("sha256:" + request.getAgent())
                                            .setEnvironment("prod"))
                            .build());
        }
    }

    private static final class Policy extends PolicyServiceImplBase {

        @Override
        public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> answer) {
            reply(
                    answer,
                    EvaluateResponse.newBuilder().setDecision(Decision.DECISION_ALLOW).build());
        }
    }

    private static final class Bills extends AgBomServiceImplBase {

        @Override
        public void generateBill(
                GenerateBillRequest request, StreamObserver<GenerateBillResponse> answer) {
            reply(
                    answer,
                    GenerateBillResponse.newBuilder()
                            .setBill(Bill.newBuilder().setGeneration(1))
                            .build());
        }
    }
}
