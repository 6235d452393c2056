package dev.joch.apiserver.resource;

import dev.joch.api.v1.DeleteResourceRequest;
import dev.joch.api.v1.DeleteResourceResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.ArrayList;
import java.util.List;

/**
 * Deletes one resource. A cascade takes others with it, so the caller needs the right to delete
 * each of them: the store says first which they are.
 */
public final class DeleteResource {

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;

    DeleteResource(Rights rights, Records records, Catalogue catalogue) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
    }

    public DeleteResourceResponse run(Caller caller, DeleteResourceRequest request) {
        ResourceKey key =
                Words.key(
                        caller.getTenant(),
                        request.getKind(),
                        request.getNamespace(),
                        request.getName());
        WriteRequest write = write(caller, key, request);
        List<String> resources = List.of(Words.text(key));
        if (request.getValidateOnly()) {
            return records.read(
                    caller,
                    Verb.DELETE,
                    resources,
                    says -> {
                        says.grants(authorise(caller, key, write));
                        return answer(catalogue.write(write));
                    });
        }
        return records.change(
                caller,
                Verb.DELETE,
                resources,
                request,
                () -> authorise(caller, key, write),
                says -> {
                    WriteResponse written = catalogue.write(write);
                    rights.learn(written.getOutcomesList());
                    return answer(written);
                });
    }

    private List<Grant> authorise(Caller caller, ResourceKey key, WriteRequest write) {
        List<Grant> grants = new ArrayList<>(rights.check(caller, Verb.DELETE, key));
        grants.addAll(
                rights.checkStored(caller, Verb.DELETE, catalogue.find(List.of(key)).values()));
        if (write.getMutations(0).getDelete().getPropagation()
                == Delete.Propagation.PROPAGATION_CASCADE) {
            List<Resource> taken =
                    catalogue
                            .write(write.toBuilder().setValidateOnly(true).build())
                            .getOutcomesList()
                            .stream()
                            .map(Outcome::getResource)
                            .toList();
            grants.addAll(rights.checkStored(caller, Verb.DELETE, taken));
        }
        return grants;
    }

    private static WriteRequest write(
            Caller caller, ResourceKey key, DeleteResourceRequest request) {
        return WriteRequest.newBuilder()
                .setTenant(caller.getTenant())
                .addMutations(
                        Mutation.newBuilder()
                                .setDelete(
                                        Delete.newBuilder()
                                                .setKey(key)
                                                .setResourceVersion(request.getResourceVersion())
                                                .setPropagation(
                                                        propagation(request.getPropagation()))))
                .setValidateOnly(request.getValidateOnly())
                .build();
    }

    private static Delete.Propagation propagation(String word) {
        return switch (word) {
            case "" -> Delete.Propagation.PROPAGATION_UNSPECIFIED;
            case "cascade" -> Delete.Propagation.PROPAGATION_CASCADE;
            case "orphan" -> Delete.Propagation.PROPAGATION_ORPHAN;
            default ->
                    throw new ProblemException(
                            new ServiceProblem.InvalidRequest(
                                    "propagation", "must be cascade or orphan, or be left out"));
        };
    }

    private static DeleteResourceResponse answer(WriteResponse written) {
        Outcome own = written.getOutcomes(0);
        DeleteResourceResponse.Builder response =
                DeleteResourceResponse.newBuilder()
                        .setAction(Actions.word(own.getAction()))
                        .setResource(own.getResource());
        written.getOutcomesList().stream()
                .skip(1)
                .forEach(taken -> response.addCascaded(Catalogue.keyOf(taken.getResource())));
        return response.build();
    }
}
