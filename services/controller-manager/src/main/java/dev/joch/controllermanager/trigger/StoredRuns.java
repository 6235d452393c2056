package dev.joch.controllermanager.trigger;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.admission.v1.AdmissionServiceGrpc;
import dev.joch.admission.v1.AdmissionServiceGrpc.AdmissionServiceBlockingStub;
import dev.joch.admission.v1.Admitted;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.catalogue.run.PhaseWords;
import dev.joch.common.v1.Diagnostic;
import dev.joch.controllermanager.read.Found;
import dev.joch.controllermanager.read.ReadStore;
import dev.joch.controllermanager.runtime.SchedulerDoor;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.PeerFailure;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.util.List;
import java.util.Optional;

/** Runs in the store: judged by admission as any other, then created. */
public final class StoredRuns implements Runs {

    private static final String US = "controller-manager";
    private static final String ALREADY_EXISTS = "ALREADY_EXISTS";

    private final AdmissionServiceBlockingStub admission;
    private final ResourceStoreServiceBlockingStub store;
    private final ReadStore reads;
    private final SchedulerDoor scheduler;

    public StoredRuns(Channel admission, Channel store, SchedulerDoor scheduler) {
        this.admission = AdmissionServiceGrpc.newBlockingStub(admission);
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
        this.reads = new ReadStore(store);
        this.scheduler = scheduler;
    }

    @Override
    public Started start(Resource run) {
        ReviewResponse review = review(run);
        List<String> errors =
                review.getDiagnosticsList().stream()
                        .filter(found -> found.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR)
                        .map(StoredRuns::words)
                        .toList();
        if (!errors.isEmpty()) {
            return new Started.Refused(ValidateReferences.words(errors));
        }
        Failpoint.CONTROLLER_TRIGGER_BEFORE.hit();
        Started started = create(review.getAdmitted(0), review);
        Failpoint.CONTROLLER_TRIGGER_AFTER.hit();
        return started;
    }

    private ReviewResponse review(Resource run) {
        ObjectMeta metadata = run.getMetadata();
        try {
            return admission.review(
                    ReviewRequest.newBuilder()
                            .setTenant(metadata.getTenant())
                            .setDefaultNamespace(metadata.getNamespace())
                            .addDocuments(ReviewDocument.newBuilder().setResource(run))
                            .build());
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("admission", e);
        }
    }

    private static String words(Diagnostic found) {
        return found.getField().isEmpty()
                ? found.getMessage()
                : found.getField() + ": " + found.getMessage();
    }

    /** What the verdict relied on may have changed: the key comes back, and all is judged anew. */
    private Started create(Admitted admitted, ReviewResponse review) {
        Resource run = admitted.getResource();
        WriteRequest request =
                WriteRequest.newBuilder()
                        .setTenant(run.getMetadata().getTenant())
                        .addMutations(
                                Mutation.newBuilder()
                                        .setPut(
                                                Put.newBuilder()
                                                        .setResource(run)
                                                        .setMode(Put.Mode.MODE_CREATE)
                                                        .addAllReferences(
                                                                admitted.getReferencesList())))
                        .addAllPreconditions(review.getPreconditionsList())
                        .build();
        Started there = new Started.There(run.getMetadata().getName());
        try {
            if (store.write(request).getOutcomesCount() == 0) {
                throw new IllegalStateException("a write has an outcome");
            }
            return there;
        } catch (StatusRuntimeException e) {
            Optional<RemoteProblem> refusal = ProblemStatus.fromException(e);
            if (refusal.filter(problem -> problem.reason().equals(ALREADY_EXISTS)).isPresent()) {
                return there;
            }
            if (refusal.filter(problem -> problem.code() == Status.Code.INVALID_ARGUMENT)
                    .isPresent()) {
                return new Started.Refused(refusal.get().message());
            }
            throw PeerFailure.of("the resource store", e);
        }
    }

    @Override
    public List<Resource> active(Resource agent, List<String> names) {
        ObjectMeta metadata = agent.getMetadata();
        List<ResourceKey> keys =
                names.stream()
                        .map(name ->
                                ResourceKeys.of(
                                        metadata.getTenant(),
                                        "Execution",
                                        metadata.getNamespace(),
                                        name))
                        .toList();
        Found found = reads.read(keys);
        return keys.stream()
                .map(found::usable)
                .flatMap(Optional::stream)
                .filter(StoredRuns::goesOn)
                .toList();
    }

    private static boolean goesOn(Resource run) {
        try {
            return !run.hasStatus()
                    || !PhaseWords.ended(run.getStatus().unpack(ExecutionStatus.class).getPhase());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("an Execution has the status of one", e);
        }
    }

    @Override
    public void cancel(Resource run, String reason) {
        scheduler.cancel(run, US, reason);
    }
}
