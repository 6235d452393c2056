package dev.joch.apiserver.resource;

import dev.joch.admission.v1.Admitted;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resourcestore.v1.Precondition;

import java.util.List;

/**
 * What admission made of a batch.
 *
 * @param admitted one per document, in order; only of use without errors
 * @param diagnostics all that reading and admission found, in the order of the documents
 */
record Reviewed(
        List<Admitted> admitted,
        List<Diagnostic> diagnostics,
        int omitted,
        List<Precondition> preconditions) {

    boolean hasErrors() {
        return diagnostics.stream().anyMatch(Batch::isError);
    }
}
