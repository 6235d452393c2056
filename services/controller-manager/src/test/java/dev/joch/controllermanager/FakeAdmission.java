package dev.joch.controllermanager;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.admission.v1.AdmissionServiceGrpc.AdmissionServiceImplBase;
import dev.joch.admission.v1.Admitted;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

/** Admits everything but what is of an agent that it was told to refuse. */
final class FakeAdmission extends AdmissionServiceImplBase {

    /** An agent whose runs are refused. */
    static final String FORBIDDEN = "forbidden";

    /** Answers nobody. */
    volatile boolean away;

    @Override
    public void review(ReviewRequest request, StreamObserver<ReviewResponse> answer) {
        if (away) {
            throw new ProblemException(new ServiceProblem.Unavailable("the policy engine"));
        }
        Resource run = request.getDocuments(0).getResource();
        ReviewResponse.Builder response =
                ReviewResponse.newBuilder().addAdmitted(Admitted.newBuilder().setResource(run));
        try {
            if (run.getSpec()
                    .unpack(ExecutionSpec.class)
                    .getAgentRef()
                    .getName()
                    .equals(FORBIDDEN)) {
                response.addDiagnostics(
                        Diagnostic.newBuilder()
                                .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                                .setReason("PREFLIGHT_DENIED")
                                .setField("spec.agentRef")
                                .setMessage("not here"));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        answer.onNext(response.build());
        answer.onCompleted();
    }
}
