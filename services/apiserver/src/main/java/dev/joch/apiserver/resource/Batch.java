package dev.joch.apiserver.resource;

import dev.joch.apiserver.access.AccessRequest;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.text.SourceMap;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.List;

/**
 * The documents of a request and what is wrong with them so far.
 *
 * @param documents those of a known kind, in the order sent
 * @param diagnostics what reading them found
 * @param omitted how many more there were
 * @param namespace of documents that name none
 */
record Batch(
        List<Document> documents, List<Diagnostic> diagnostics, int omitted, String namespace) {

    /**
     * One document.
     *
     * @param index in the request, from 0
     * @param source name of its text
     * @param inSource index in its text, from 0
     * @param resource what could be read, its namespace filled in
     * @param incomplete something in it could not be read
     */
    record Document(
            int index,
            String source,
            int inSource,
            Kind kind,
            Resource resource,
            SourceMap positions,
            boolean incomplete) {

        ResourceKey key(String tenant) {
            return ResourceKey.newBuilder()
                    .setTenant(tenant)
                    .setKind(kind.kind())
                    .setNamespace(resource.getMetadata().getNamespace())
                    .setName(resource.getMetadata().getName())
                    .build();
        }
    }

    Batch {
        documents = List.copyOf(documents);
        diagnostics = List.copyOf(diagnostics);
    }

    boolean hasErrors() {
        return diagnostics.stream().anyMatch(Batch::isError);
    }

    static boolean isError(Diagnostic diagnostic) {
        return diagnostic.getSeverity() != Diagnostic.Severity.SEVERITY_WARNING;
    }

    /** Keys of those that have a name. */
    List<ResourceKey> keys(String tenant) {
        return documents.stream()
                .filter(document -> !document.resource().getMetadata().getName().isEmpty())
                .map(document -> document.key(tenant))
                .distinct()
                .toList();
    }

    /** What the gate is asked about. */
    List<AccessRequest> requests(Verb verb) {
        List<AccessRequest> requests = new ArrayList<>();
        for (Document document : documents) {
            requests.add(AccessRequest.of(verb, document.resource()));
            if (verb == Verb.APPLY) {
                AccessRequest.ofTriggers(document.resource()).ifPresent(requests::add);
            }
        }
        return requests;
    }
}
