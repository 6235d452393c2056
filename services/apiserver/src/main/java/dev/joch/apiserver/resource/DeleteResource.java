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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes one resource. A cascade takes others with it, so the caller needs the right to delete
 * each of them: the store says first which they are.
 */
public final class DeleteResource {

    /** What one commit may name; a larger cascade is left to the store to collect. */
    private static final int MOST_NAMED = 1000;

    /** What allowed a deletion, and the commit that takes no more than that. */
    private record Allowed(List<Grant> grants, WriteRequest commit) {}

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
                        says.grants(allow(caller, key, write).grants());
                        return answer(catalogue.write(write));
                    });
        }
        AtomicReference<WriteRequest> commit = new AtomicReference<>(write);
        return records.change(
                caller,
                Verb.DELETE,
                resources,
                request,
                () -> {
                    Allowed allowed = allow(caller, key, write);
                    commit.set(allowed.commit());
                    return allowed.grants();
                },
                says -> {
                    WriteResponse written = catalogue.write(commit.get());
                    rights.learn(written.getOutcomesList());
                    return answer(ownFirst(key, written));
                });
    }

    private Allowed allow(Caller caller, ResourceKey key, WriteRequest write) {
        List<Grant> grants = new ArrayList<>(rights.check(caller, Verb.DELETE, key));
        grants.addAll(
                rights.checkStored(caller, Verb.DELETE, catalogue.find(List.of(key)).values()));
        Delete own = write.getMutations(0).getDelete();
        if (own.getPropagation() != Delete.Propagation.PROPAGATION_CASCADE) {
            return new Allowed(grants, write);
        }
        List<Resource> taken =
                catalogue
                        .write(write.toBuilder().setValidateOnly(true).build())
                        .getOutcomesList()
                        .stream()
                        .map(Outcome::getResource)
                        .toList();
        grants.addAll(rights.checkStored(caller, Verb.DELETE, taken));
        return new Allowed(grants, taken.size() > MOST_NAMED ? write : named(write, key, taken));
    }

    /**
     * Deletes what was allowed by its name, those who refer first. The store refuses if somebody
     * else has come to refer to them meanwhile.
     */
    private static WriteRequest named(WriteRequest write, ResourceKey key, List<Resource> taken) {
        Delete own = write.getMutations(0).getDelete();
        WriteRequest.Builder named = write.toBuilder().clearMutations();
        taken.stream()
                .filter(resource -> !Catalogue.keyOf(resource).equals(key))
                .map(resource ->
                        Delete.newBuilder()
                                .setKey(Catalogue.keyOf(resource))
                                .setUid(resource.getMetadata().getUid()))
                .forEach(delete -> named.addMutations(Mutation.newBuilder().setDelete(delete)));
        return named.addMutations(
                        Mutation.newBuilder().setDelete(own.toBuilder().clearPropagation()))
                .build();
    }

    private static WriteResponse ownFirst(ResourceKey key, WriteResponse written) {
        List<Outcome> outcomes = new ArrayList<>(written.getOutcomesList());
        outcomes.sort(
                Comparator.comparing(
                        outcome -> !Catalogue.keyOf(outcome.getResource()).equals(key)));
        return written.toBuilder().clearOutcomes().addAllOutcomes(outcomes).build();
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
