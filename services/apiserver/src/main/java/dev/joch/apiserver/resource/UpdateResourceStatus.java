package dev.joch.apiserver.resource;

import dev.joch.api.v1.UpdateResourceStatusRequest;
import dev.joch.api.v1.UpdateResourceStatusResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.List;

/** Replaces the status of one resource. For services; people have no right to it. */
public final class UpdateResourceStatus {

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;

    UpdateResourceStatus(Rights rights, Records records, Catalogue catalogue) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
    }

    public UpdateResourceStatusResponse run(Caller caller, UpdateResourceStatusRequest request) {
        ResourceKey key =
                Words.key(
                        caller.getTenant(),
                        request.getKind(),
                        request.getNamespace(),
                        request.getName());
        return records.change(
                caller,
                Verb.UPDATE_STATUS,
                List.of(Words.text(key)),
                request,
                () -> rights.check(caller, Verb.UPDATE_STATUS, key),
                says -> {
                    requireType(Words.kind(request.getKind()), request.getResource());
                    WriteResponse written =
                            catalogue.write(write(caller, key, request.getResource()));
                    return UpdateResourceStatusResponse.newBuilder()
                            .setResource(written.getOutcomes(0).getResource())
                            .build();
                });
    }

    private static void requireType(Kind kind, Resource resource) {
        if (!kind.status().matches(resource.getStatus())) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            "resource.status", "must be a " + kind.status().fullName()));
        }
    }

    private static WriteRequest write(Caller caller, ResourceKey key, Resource resource) {
        return WriteRequest.newBuilder()
                .setTenant(caller.getTenant())
                .addMutations(
                        Mutation.newBuilder()
                                .setPutStatus(
                                        PutStatus.newBuilder()
                                                .setKey(key)
                                                .setStatus(resource.getStatus())
                                                .setResourceVersion(
                                                        resource.getMetadata().getResourceVersion())
                                                .setUid(resource.getMetadata().getUid())))
                .build();
    }
}
