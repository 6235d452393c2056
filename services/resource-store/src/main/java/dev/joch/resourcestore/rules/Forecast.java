package dev.joch.resourcestore.rules;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.WriteResponse;

import java.util.Optional;

/** An answer to a request that is only tried out: without the marks that only a commit gives. */
final class Forecast {

    private Forecast() {}

    static WriteResponse of(WriteResponse response, Draft group) {
        WriteResponse.Builder forecast = WriteResponse.newBuilder().setRevision(group.revision());
        for (Outcome outcome : response.getOutcomesList()) {
            forecast.addOutcomes(outcome.toBuilder().setResource(unmarked(outcome, group)));
        }
        return forecast.build();
    }

    private static Resource unmarked(Outcome outcome, Draft group) {
        Resource.Builder resource = outcome.getResource().toBuilder();
        ObjectMeta.Builder metadata = resource.getMetadataBuilder();
        Optional<Version> current = group.head(Key.of(outcome.getResource()));
        if (current.isPresent()) {
            metadata.setResourceVersion(current.get().resourceVersion());
        } else {
            metadata.clearResourceVersion().clearUid().clearCreatedAt();
        }
        return resource.build();
    }
}
