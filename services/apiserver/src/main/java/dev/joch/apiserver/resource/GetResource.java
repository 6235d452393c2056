package dev.joch.apiserver.resource;

import dev.joch.api.v1.GetResourceRequest;
import dev.joch.api.v1.GetResourceResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** One resource, now or in an earlier generation. */
public final class GetResource {

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final Manifests manifests;

    GetResource(Rights rights, Records records, Catalogue catalogue, Manifests manifests) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.manifests = manifests;
    }

    public GetResourceResponse run(Caller caller, GetResourceRequest request) {
        ResourceKey key =
                Words.key(
                        caller.getTenant(),
                        request.getKind(),
                        request.getNamespace(),
                        request.getName());
        return records.read(
                caller,
                Verb.GET,
                List.of(Words.text(key)),
                says -> {
                    says.grants(rights.check(caller, Verb.GET, key));
                    return GetResourceResponse.newBuilder().setResource(find(key, request)).build();
                });
    }

    private Resource find(ResourceKey key, GetResourceRequest request) {
        if (Manifests.keeps(key.getKind())) {
            return manifests.get(key, request.getGeneration(), request.getEnvironment());
        }
        Manifests.only("environment", request.getEnvironment());
        return catalogue.get(key, request.getGeneration());
    }
}
