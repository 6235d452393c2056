package dev.joch.worker.conformance;

import com.google.protobuf.Any;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.FinishRunResponse;
import dev.joch.scheduler.v1.GetRunManifestRequest;
import dev.joch.scheduler.v1.GetRunManifestResponse;
import dev.joch.scheduler.v1.IssueIdentityRequest;
import dev.joch.scheduler.v1.IssueIdentityResponse;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.StartRunRequest;
import dev.joch.scheduler.v1.StartRunResponse;
import dev.joch.scheduler.v1.WorkerServiceGrpc.WorkerServiceImplBase;

import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

/** A scheduler that has runs of one agent and keeps how the last one ended. */
final class OneRunScheduler extends WorkerServiceImplBase {

    static final String TOKEN = "conformance-token";
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final String AGENT = "conformance";

    private static final String TENANT = "conformance";
    private static final long LEASE_MILLIS = 600_000;

    private final ManifestFramework framework;
    private int number;
    private volatile @Nullable FinishRunRequest ended;

    OneRunScheduler(ManifestFramework framework) {
        this.framework = framework;
    }

    /** The next run, which is told that text. */
    LeasedRun next(String step) {
        number++;
        ended = null;
        return LeasedRun.newBuilder()
                .setLease(
                        Lease.newBuilder()
                                .setExecution(
                                        ResourceKeys.of(TENANT, "Execution", AGENT, execution()))
                                .setUid("uid-" + number)
                                .setToken(number))
                .setRun(Run.newBuilder().addInput(Part.newBuilder().setKind("text").setText(step)))
                .setLeaseMs(LEASE_MILLIS)
                .build();
    }

    String execution() {
        return "run-" + number;
    }

    FinishRunRequest ended() {
        FinishRunRequest request = ended;
        if (request == null) {
            throw new IllegalStateException("the run has not ended");
        }
        return request;
    }

    @Override
    public void startRun(StartRunRequest request, StreamObserver<StartRunResponse> observer) {
        answer(
                observer,
                StartRunResponse.newBuilder()
                        .setRun(
                                Run.newBuilder()
                                        .setExecution(request.getLease().getExecution())
                                        .setUid(request.getLease().getUid())
                                        .setAgent(AGENT)
                                        .setAgentGeneration(1)
                                        .setAttempt(1)
                                        .setMaxAttempts(1)
                                        .setTraceparent("00-" + TRACE + "-b7ad6b7169203331-01"))
                        .build());
    }

    @Override
    public void getRunManifest(
            GetRunManifestRequest request, StreamObserver<GetRunManifestResponse> observer) {
        CompiledAgentManifestSpec spec =
                CompiledAgentManifestSpec.newBuilder()
                        .setAgent(
                                ManifestAgent.newBuilder()
                                        .setName(AGENT)
                                        .setNamespace(AGENT)
                                        .setGeneration(1))
                        .setFramework(framework)
                        .build();
        answer(
                observer,
                GetRunManifestResponse.newBuilder()
                        .setManifest(
                                Resource.newBuilder()
                                        .setApiVersion("internal.joch.dev/v1")
                                        .setKind("CompiledAgentManifest")
                                        .setMetadata(ObjectMeta.newBuilder().setName(AGENT + "-g1"))
                                        .setSpec(Any.pack(spec)))
                        .build());
    }

    @Override
    public void issueIdentity(
            IssueIdentityRequest request, StreamObserver<IssueIdentityResponse> observer) {
        answer(observer, IssueIdentityResponse.newBuilder().setToken(TOKEN).build());
    }

    @Override
    public void finishRun(FinishRunRequest request, StreamObserver<FinishRunResponse> observer) {
        ended = request;
        answer(observer, FinishRunResponse.getDefaultInstance());
    }

    private static <T> void answer(StreamObserver<T> observer, T response) {
        observer.onNext(response);
        observer.onCompleted();
    }
}
