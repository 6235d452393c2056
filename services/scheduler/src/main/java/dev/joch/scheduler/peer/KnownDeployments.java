package dev.joch.scheduler.peer;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.CatalogueView;
import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.submit.Home;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Where agents are deployed, as the records say now. */
public final class KnownDeployments implements CatalogueView {

    static final String KIND = "Deployment";

    private record Name(String tenant, String namespace, String name) {}

    private record Place(String tenant, String namespace, String agent, String environment) {}

    /** An agent may have several in one environment; the first by name counts. */
    private final Map<Place, ConcurrentNavigableMap<String, Home>> homes =
            new ConcurrentHashMap<>();

    private final Map<Name, Place> places = new ConcurrentHashMap<>();

    @Override
    public void take(Resource resource, boolean deleted) {
        ObjectMeta metadata = resource.getMetadata();
        Name name = new Name(metadata.getTenant(), metadata.getNamespace(), metadata.getName());
        Place before = places.remove(name);
        if (before != null) {
            homes.computeIfPresent(
                    before,
                    (place, all) -> {
                        all.remove(name.name());
                        return all.isEmpty() ? null : all;
                    });
        }
        if (!deleted) {
            add(name, resource);
        }
    }

    private void add(Name name, Resource resource) {
        DeploymentSpec spec;
        try {
            spec = resource.getSpec().unpack(DeploymentSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored deployment cannot be read", e);
        }
        String namespace = spec.getAgentRef().getNamespace();
        Place place =
                new Place(
                        name.tenant(),
                        namespace.isEmpty() ? name.namespace() : namespace,
                        spec.getAgentRef().getName(),
                        spec.getEnvironmentRef().getName());
        Home home =
                new Home(
                        spec.getRuntime().getAdapter(),
                        resource.getMetadata()
                                .getAnnotationsOrDefault(RunModes.POOL_ANNOTATION, ""));
        places.put(name, place);
        homes.computeIfAbsent(place, _ -> new ConcurrentSkipListMap<>()).put(name.name(), home);
    }

    Optional<Home> of(String tenant, String namespace, String agent, String environment) {
        return Optional.ofNullable(homes.get(new Place(tenant, namespace, agent, environment)))
                .map(ConcurrentNavigableMap::firstEntry)
                .map(Map.Entry::getValue);
    }
}
