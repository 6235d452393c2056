package dev.joch.apiserver.resource;

import dev.joch.admission.v1.AdmissionServiceGrpc.AdmissionServiceBlockingStub;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.admission.v1.ReviewRequest;
import dev.joch.admission.v1.ReviewResponse;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.text.SourceMap;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands a batch to admission and puts its findings beside those of the decoder, with the places
 * that only the edge has seen.
 */
final class ReviewBatch {

    private final AdmissionServiceBlockingStub admission;

    ReviewBatch(AdmissionServiceBlockingStub admission) {
        this.admission = admission;
    }

    /** Everything that is wrong, without refusing. */
    Reviewed review(String tenant, Batch batch) {
        if (batch.documents().isEmpty()) {
            return new Reviewed(List.of(), batch.diagnostics(), batch.omitted(), List.of());
        }
        ReviewRequest.Builder request =
                ReviewRequest.newBuilder().setTenant(tenant).setDefaultNamespace(batch.namespace());
        for (Batch.Document document : batch.documents()) {
            request.addDocuments(
                    ReviewDocument.newBuilder()
                            .setDocument(document.index())
                            .setResource(document.resource())
                            .setIncomplete(document.incomplete()));
        }
        Failpoint.APISERVER_ADMISSION_SEND_BEFORE.hit();
        ReviewResponse response = admission.review(request.build());
        Failpoint.APISERVER_ADMISSION_SEND_AFTER.hit();
        return new Reviewed(
                response.getAdmittedList(),
                merged(batch, response.getDiagnosticsList()),
                batch.omitted(),
                response.getPreconditionsList());
    }

    /** The verdict on a batch that must be free of errors. */
    Reviewed require(String tenant, Batch batch) {
        Reviewed reviewed = review(tenant, batch);
        if (reviewed.hasErrors()) {
            throw new ProblemException(
                    new ResourceProblem.ManifestInvalid(
                            reviewed.diagnostics(), reviewed.omitted()));
        }
        return reviewed;
    }

    private static List<Diagnostic> merged(Batch batch, List<Diagnostic> fromAdmission) {
        if (fromAdmission.isEmpty()) {
            return batch.diagnostics();
        }
        List<Diagnostic> all = new ArrayList<>(batch.diagnostics());
        Set<String> said = new HashSet<>();
        all.forEach(diagnostic -> said.add(subject(diagnostic)));
        for (Diagnostic diagnostic : fromAdmission) {
            Diagnostic placed = placed(batch, diagnostic);
            if (said.add(subject(placed))) {
                all.add(placed);
            }
        }
        Map<String, Integer> sources = new HashMap<>();
        all.forEach(diagnostic -> sources.putIfAbsent(diagnostic.getSource(), sources.size()));
        batch.documents()
                .forEach(document -> sources.putIfAbsent(document.source(), sources.size()));
        all.sort(
                Comparator.<Diagnostic>comparingInt(
                                found -> sources.getOrDefault(found.getSource(), 0))
                        .thenComparingInt(Diagnostic::getDocument)
                        .thenComparingInt(Diagnostic::getLine)
                        .thenComparingInt(Diagnostic::getColumn));
        return all;
    }

    /** Two findings on one field of one document for one reason are one. */
    private static String subject(Diagnostic found) {
        return String.join(
                "\n",
                found.getSource(),
                Integer.toString(found.getDocument()),
                found.getField(),
                found.getReason(),
                found.getField().isEmpty() ? found.getMessage() : "");
    }

    private static Diagnostic placed(Batch batch, Diagnostic diagnostic) {
        int index = diagnostic.getDocument();
        if (index < 0 || index >= batch.documents().size()) {
            return diagnostic;
        }
        Batch.Document document = batch.documents().get(index);
        SourceMap.Position position = document.positions().find(diagnostic.getField());
        return diagnostic.toBuilder()
                .setSource(document.source())
                .setDocument(document.inSource())
                .setLine(position.line())
                .setColumn(position.column())
                .build();
    }
}
