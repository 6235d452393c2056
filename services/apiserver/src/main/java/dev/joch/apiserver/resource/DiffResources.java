package dev.joch.apiserver.resource;

import com.google.protobuf.Value;

import dev.joch.admission.v1.Admitted;
import dev.joch.api.v1.DiffResourcesRequest;
import dev.joch.api.v1.DiffResourcesResponse;
import dev.joch.api.v1.ResourceDiff;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.field.FieldChange;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.ResourceYaml;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Compares what was sent, as admission would store it, with what is stored. */
public final class DiffResources {

    private static final List<String> RECORDED_AS = List.of("ResourceService/DiffResources");

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final ReviewBatch review;

    DiffResources(Rights rights, Records records, Catalogue catalogue, ReviewBatch review) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.review = review;
    }

    public DiffResourcesResponse run(Caller caller, DiffResourcesRequest request) {
        return records.read(
                caller,
                Verb.DIFF,
                RECORDED_AS,
                says -> {
                    Batch batch =
                            ReadDocuments.read(
                                    request.getSourcesList(),
                                    request.getResourcesList(),
                                    request.getNamespace(),
                                    DecodeLimits.standard());
                    says.grants(rights.check(caller, Verb.DIFF, batch));
                    Reviewed reviewed = review.require(caller.getTenant(), batch);
                    return compare(caller, batch, reviewed);
                });
    }

    private DiffResourcesResponse compare(Caller caller, Batch batch, Reviewed reviewed) {
        Map<ResourceKey, Resource> stored = catalogue.find(batch.keys(caller.getTenant()));
        DiffResourcesResponse.Builder response =
                DiffResourcesResponse.newBuilder().addAllDiagnostics(reviewed.diagnostics());
        for (int i = 0; i < batch.documents().size(); i++) {
            ResourceKey key = batch.documents().get(i).key(caller.getTenant());
            Admitted admitted = reviewed.admitted().get(i);
            response.addDiffs(difference(key, stored.get(key), admitted.getResource()));
        }
        return response.build();
    }

    private static ResourceDiff difference(
            ResourceKey key, @Nullable Resource before, Resource after) {
        List<FieldChange> changes = dev.joch.resource.field.ResourceDiff.between(before, after);
        ResourceDiff.Builder diff =
                ResourceDiff.newBuilder()
                        .setKey(key)
                        .setAction(
                                before == null
                                        ? "created"
                                        : changes.isEmpty() ? "unchanged" : "configured")
                        .setBefore(before == null ? "" : ResourceYaml.write(ofUser(before)))
                        .setAfter(ResourceYaml.write(ofUser(after)));
        changes.forEach(change -> diff.addChanges(change(change)));
        return diff.build();
    }

    private static dev.joch.api.v1.FieldChange change(FieldChange change) {
        dev.joch.api.v1.FieldChange.Builder wire =
                dev.joch.api.v1.FieldChange.newBuilder()
                        .setPath(change.path().toString())
                        .setOp(change.op().word());
        Value before = change.before();
        if (before != null) {
            wire.setOldValue(before);
        }
        Value after = change.after();
        if (after != null) {
            wire.setNewValue(after);
        }
        return wire.build();
    }

    /** Without what the server keeps: nobody sends that, so it would always differ. */
    private static Resource ofUser(Resource resource) {
        Resource.Builder own = resource.toBuilder().clearStatus();
        own.getMetadataBuilder()
                .clearTenant()
                .clearUid()
                .clearGeneration()
                .clearResourceVersion()
                .clearCreatedAt()
                .clearDeletedAt();
        return own.build();
    }
}
