package dev.joch.resource.text;

import dev.joch.common.v1.Diagnostic;

import java.util.List;

/**
 * All documents of a request and all that is wrong with them.
 *
 * @param documents in the order of their texts, also those that are incomplete
 * @param diagnostics in the same order
 * @param omitted how many more diagnostics there were than the limit allows to list
 */
public record Decoded(List<DecodedDocument> documents, List<Diagnostic> diagnostics, int omitted) {

    public Decoded {
        documents = List.copyOf(documents);
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether something must be mended before any of it may be used. */
    public boolean hasErrors() {
        return diagnostics.stream()
                .anyMatch(diagnostic ->
                        diagnostic.getSeverity() == Diagnostic.Severity.SEVERITY_ERROR);
    }
}
