package dev.joch.scheduler.peer;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.Catalogue;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.submit.Agents;

import java.util.List;
import java.util.Optional;

/** Agents out of the resource store; environments out of the replica that limits come from. */
public final class MeshAgents implements Agents {

    private final Catalogue catalogue;

    public MeshAgents(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Optional<Resource> agent(String tenant, String namespace, String name) {
        return find(ResourceKeys.of(tenant, "Agent", namespace, name));
    }

    @Override
    public Optional<EnvironmentSpec> environment(String tenant, String name) {
        return find(ResourceKeys.of(tenant, "Environment", "", name)).map(MeshAgents::spec);
    }

    private Optional<Resource> find(ResourceKey key) {
        return Optional.ofNullable(catalogue.find(List.of(key)).get(key));
    }

    private static EnvironmentSpec spec(Resource environment) {
        try {
            return environment.getSpec().unpack(EnvironmentSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored environment cannot be read", e);
        }
    }
}
