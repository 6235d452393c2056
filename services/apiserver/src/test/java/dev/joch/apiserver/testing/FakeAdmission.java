package dev.joch.apiserver.testing;

import dev.joch.admission.v1.AdmissionServiceGrpc.AdmissionServiceImplBase;
import dev.joch.admission.v1.Admitted;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.v1alpha1.Resource;

import io.grpc.stub.StreamObserver;

import java.util.concurrent.atomic.AtomicInteger;

/** Admits what it gets, except for what its labels ask it to refuse or to doubt. */
public final class FakeAdmission extends AdmissionServiceImplBase {

    private final AtomicInteger reviews = new AtomicInteger();

    public int reviews() {
        return reviews.get();
    }

    @Override
    public void review(ReviewRequest request, StreamObserver<ReviewResponse> out) {
        reviews.incrementAndGet();
        ReviewResponse.Builder response = ReviewResponse.newBuilder();
        for (ReviewDocument document : request.getDocumentsList()) {
            Resource resource = document.getResource();
            response.addAdmitted(
                    Admitted.newBuilder()
                            .setDocument(document.getDocument())
                            .setResource(resource)
                            .addEffectivePolicies("owner@v1"));
            String verdict = resource.getMetadata().getLabelsOrDefault("verdict", "");
            if (!verdict.isEmpty()) {
                response.addDiagnostics(finding(document.getDocument(), verdict));
            }
        }
        out.onNext(response.build());
        out.onCompleted();
    }

    private static Diagnostic finding(int document, String verdict) {
        return Diagnostic.newBuilder()
                .setSeverity(
                        verdict.equals("warn")
                                ? Diagnostic.Severity.SEVERITY_WARNING
                                : Diagnostic.Severity.SEVERITY_ERROR)
                .setReason("REFERENCE_MISSING")
                .setDocument(document)
                .setField("metadata.labels.verdict")
                .setMessage("as its label asks")
                .setFix("take the label away")
                .build();
    }
}
