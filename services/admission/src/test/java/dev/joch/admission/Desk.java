package dev.joch.admission;

import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.review.Review;
import dev.joch.admission.review.ReviewBatch;
import dev.joch.admission.rules.SchemaRules;
import dev.joch.admission.v1.ReviewDocument;
import dev.joch.resource.v1alpha1.Resource;

import java.util.List;

/** A review as the service does it, with a shelf for a store. */
public final class Desk {

    private static final SchemaRules SCHEMA = new SchemaRules();

    public final Shelf shelf = new Shelf();
    private final ReviewBatch batch;

    public Desk() {
        this(AdmissionConfig.standard());
    }

    public Desk(AdmissionConfig config) {
        this.batch = new ReviewBatch(config, shelf, new EnvironmentPreflight(), SCHEMA);
    }

    public Desk stored(String yaml) {
        shelf.put(yaml);
        return this;
    }

    public Review review(String yaml) {
        return review(Yaml.documents(yaml));
    }

    public Review review(List<ReviewDocument> documents) {
        return batch.review("acme", "default", documents);
    }

    /** A document that came typed. */
    public static List<ReviewDocument> document(Resource resource) {
        return List.of(ReviewDocument.newBuilder().setResource(resource).build());
    }

    /**
     * Findings as a person reads them, one line each: document, severity, reason, field | message |
     * fix.
     */
    public List<String> findings(String yaml) {
        return lines(review(yaml));
    }

    public static List<String> lines(Review review) {
        return review.diagnostics().stream()
                .map(found ->
                        found.getDocument()
                                + " "
                                + found.getSeverity().name().substring("SEVERITY_".length())
                                + " "
                                + found.getReason()
                                + " "
                                + found.getField()
                                + " | "
                                + found.getMessage()
                                + " | "
                                + found.getFix())
                .toList();
    }

    public static List<String> reasons(Review review) {
        return review.diagnostics().stream()
                .map(found -> found.getReason() + " " + found.getField())
                .toList();
    }
}
