package dev.joch.apiserver.resource;

import dev.joch.admission.v1.AdmissionServiceGrpc;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.peer.Peer;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;

import io.grpc.Channel;

import java.time.InstantSource;

/** All that can be done with resources, put together. */
public record ResourceUseCases(
        ApplyResources apply,
        ValidateResources validate,
        DiffResources diff,
        GetResource get,
        ListResources list,
        PatchResource patch,
        DeleteResource delete,
        UpdateResourceStatus updateStatus,
        ListHistory history,
        ListReferrers referrers,
        WatchResources watch,
        CreateResource create) {

    /**
     * @param store channel to the resource-store
     * @param admission channel to admission
     * @param compiler who keeps the manifests
     */
    public static ResourceUseCases over(
            Channel store,
            Channel admission,
            Peer compiler,
            AccessGate gate,
            AuditLog audit,
            OpenWatches watches,
            WatchResources.Patience patience,
            InstantSource clock) {
        Rights rights = new Rights(gate);
        Records records = new Records(audit);
        Catalogue catalogue = new Catalogue(ResourceStoreServiceGrpc.newBlockingStub(store));
        Manifests manifests = new Manifests(compiler);
        ReviewBatch review = new ReviewBatch(AdmissionServiceGrpc.newBlockingStub(admission));
        CommitBatch commit = new CommitBatch(review, catalogue, rights);
        return new ResourceUseCases(
                new ApplyResources(rights, records, catalogue, commit),
                new ValidateResources(rights, records, review),
                new DiffResources(rights, records, catalogue, review),
                new GetResource(rights, records, catalogue, manifests),
                new ListResources(rights, records, catalogue, manifests, clock),
                new PatchResource(rights, records, catalogue, commit),
                new DeleteResource(rights, records, catalogue),
                new UpdateResourceStatus(rights, records, catalogue),
                new ListHistory(rights, records, catalogue, manifests),
                new ListReferrers(rights, records, catalogue),
                new WatchResources(
                        rights,
                        records,
                        ResourceStoreServiceGrpc.newBlockingStub(store),
                        watches,
                        patience),
                new CreateResource(commit));
    }
}
