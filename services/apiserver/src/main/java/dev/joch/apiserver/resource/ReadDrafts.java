package dev.joch.apiserver.resource;

import dev.joch.api.v1.Source;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;

import java.util.List;

/** Reads documents that are tried and not stored. */
public final class ReadDrafts {

    private ReadDrafts() {}

    /** All of them, or MANIFEST_INVALID with everything that is wrong. */
    public static List<Resource> read(
            String tenant, List<Source> sources, List<Resource> resources, String namespace) {
        Batch batch = ReadDocuments.read(sources, resources, namespace, DecodeLimits.standard());
        if (batch.hasErrors()) {
            throw new ProblemException(
                    new ResourceProblem.ManifestInvalid(batch.diagnostics(), batch.omitted()));
        }
        return batch.documents().stream()
                .map(document -> {
                    Resource.Builder draft = document.resource().toBuilder();
                    draft.getMetadataBuilder().setTenant(tenant);
                    return draft.build();
                })
                .toList();
    }
}
