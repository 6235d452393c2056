package dev.joch.admission;

import dev.joch.admission.review.Review;
import dev.joch.admission.review.ReviewBatch;
import dev.joch.admission.v1.AdmissionServiceGrpc.AdmissionServiceImplBase;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

/** Proto in, one call, proto out. */
final class AdmissionEndpoint extends AdmissionServiceImplBase {

    private static final int MOST_DOCUMENTS = 1000;

    private final ReviewBatch reviewBatch;

    AdmissionEndpoint(ReviewBatch reviewBatch) {
        this.reviewBatch = reviewBatch;
    }

    @Override
    public void review(ReviewRequest request, StreamObserver<ReviewResponse> answer) {
        if (request.getTenant().isEmpty()) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest("tenant", "a review is for one tenant"));
        }
        if (request.getDocumentsCount() > MOST_DOCUMENTS) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "documents", "at most " + MOST_DOCUMENTS + " are reviewed at once"));
        }
        Review review =
                reviewBatch.review(
                        request.getTenant(),
                        request.getDefaultNamespace(),
                        request.getDocumentsList());
        Failpoint.ADMISSION_ANSWER_BEFORE.hit();
        answer.onNext(
                ReviewResponse.newBuilder()
                        .addAllAdmitted(review.admitted())
                        .addAllDiagnostics(review.diagnostics())
                        .addAllPreconditions(review.preconditions())
                        .build());
        answer.onCompleted();
        Failpoint.ADMISSION_ANSWER_AFTER.hit();
    }
}
