package dev.joch.apiserver.resource;

import dev.joch.apiserver.peer.Peer;
import dev.joch.compiler.v1.CompilerServiceGrpc;
import dev.joch.compiler.v1.GetManifestRequest;
import dev.joch.compiler.v1.ListManifestHistoryRequest;
import dev.joch.compiler.v1.ListManifestsRequest;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.FieldSelector;
import dev.joch.resource.field.LabelSelector;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.Version;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Manifests, which look like resources and are kept by the compiler instead of the store. They are
 * never changed, so there is nothing to watch and nothing refers to them.
 */
final class Manifests {

    static final String KIND = "CompiledAgentManifest";

    private static final Pattern NAME = Pattern.compile("(.+)-g([1-9][0-9]{0,17})");

    private final Peer compiler;

    Manifests(Peer compiler) {
        this.compiler = compiler;
    }

    static boolean keeps(String kind) {
        return kind.equals(KIND);
    }

    /** Whether a list is about them. Several kinds at once are of the store, where none are. */
    static boolean keeps(List<Kind> kinds) {
        boolean some = kinds.stream().anyMatch(kind -> kind.kind().equals(KIND));
        if (some && kinds.size() > 1) {
            throw new ProblemException(new ManifestProblem.ManifestsAlone());
        }
        return some;
    }

    /** Refuses what only a manifest can be asked with. */
    static void only(String field, String value) {
        if (!value.isEmpty()) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(
                            field, "is for manifests; use selector or fieldSelector"));
        }
    }

    /**
     * @param environment empty is the one in which the agent was compiled last
     */
    Resource get(ResourceKey key, long generation, String environment) {
        Matcher name = named(key);
        GetManifestRequest question =
                GetManifestRequest.newBuilder()
                        .setTenant(key.getTenant())
                        .setNamespace(key.getNamespace())
                        .setAgent(name.group(1))
                        .setGeneration(Long.parseLong(name.group(2)))
                        .setEnvironment(environment)
                        .build();
        Resource found =
                shown(
                        compiler.ask(channel ->
                                        CompilerServiceGrpc.newBlockingStub(channel)
                                                .getManifest(question))
                                .getManifest());
        if (generation != 0 && generation != found.getMetadata().getGeneration()) {
            throw new ProblemException(new ManifestProblem.NoSuchManifest(key.getName()));
        }
        return found;
    }

    ListResponse list(ListRequest request, String agent, String environment) {
        ListManifestsRequest question =
                ListManifestsRequest.newBuilder()
                        .setTenant(request.getFilter().getTenant())
                        .addAllNamespaces(
                                request.getFilter().getNamespacesList().stream()
                                        .filter(namespace -> !namespace.isEmpty())
                                        .toList())
                        .setAgent(agent)
                        .setEnvironment(environment)
                        .setPageSize(request.getPageSize())
                        .setPageToken(request.getPageToken())
                        .build();
        var page =
                compiler.ask(channel ->
                        CompilerServiceGrpc.newBlockingStub(channel).listManifests(question));
        LabelSelector labels = LabelSelector.parse(request.getFilter().getLabelSelector());
        FieldSelector fields = FieldSelector.parse(request.getFilter().getFieldSelector());
        // a page may hold fewer than asked for, or none, and yet not be the last
        return ListResponse.newBuilder()
                .addAllResources(
                        page.getManifestsList().stream()
                                .map(Manifests::shown)
                                .filter(labels.and(fields))
                                .toList())
                .setNextPageToken(page.getNextPageToken())
                .build();
    }

    /** Of the agent, across its generations. */
    ListHistoryResponse history(ListHistoryRequest request, String environment) {
        ListManifestHistoryRequest question =
                ListManifestHistoryRequest.newBuilder()
                        .setTenant(request.getKey().getTenant())
                        .setNamespace(request.getKey().getNamespace())
                        .setAgent(named(request.getKey()).group(1))
                        .setEnvironment(environment)
                        .setPageSize(request.getPageSize())
                        .setPageToken(request.getPageToken())
                        .build();
        var page =
                compiler.ask(channel ->
                        CompilerServiceGrpc.newBlockingStub(channel).listManifestHistory(question));
        ListHistoryResponse.Builder history =
                ListHistoryResponse.newBuilder().setNextPageToken(page.getNextPageToken());
        for (Manifest manifest : page.getManifestsList()) {
            history.addVersions(
                    Version.newBuilder()
                            .setCommittedAt(manifest.getCreatedAt())
                            .setType(ChangeType.CHANGE_TYPE_ADDED)
                            .setResource(shown(manifest)));
        }
        return history.build();
    }

    /** With the time at which it was kept, which is no part of what is compiled. */
    private static Resource shown(Manifest manifest) {
        Resource.Builder resource = manifest.getResource().toBuilder();
        resource.getMetadataBuilder().setCreatedAt(manifest.getCreatedAt());
        return resource.build();
    }

    private static Matcher named(ResourceKey key) {
        Matcher name = NAME.matcher(key.getName());
        if (!name.matches()) {
            throw new ProblemException(new ManifestProblem.NoSuchManifest(key.getName()));
        }
        return name;
    }
}
