package dev.joch.admission.review;

import dev.joch.admission.v1.Admitted;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resourcestore.v1.Precondition;

import java.util.List;

/**
 * What came out of a review.
 *
 * @param admitted documents with defaults and resolved references, in order; to be used only
 *     without errors
 * @param diagnostics errors and warnings
 * @param preconditions what the verdict relied on
 */
public record Review(
        List<Admitted> admitted, List<Diagnostic> diagnostics, List<Precondition> preconditions) {

    public Review {
        admitted = List.copyOf(admitted);
        diagnostics = List.copyOf(diagnostics);
        preconditions = List.copyOf(preconditions);
    }
}
