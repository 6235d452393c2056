package dev.joch.scheduler.peer;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.Catalogue;
import dev.joch.catalogue.CatalogueFeed;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.submit.Agents;
import dev.joch.scheduler.submit.Home;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executions, agents and environments out of the resource store; deployments out of the replica.
 */
public final class MeshAgents implements Agents {

    private final Catalogue catalogue;
    private final CatalogueFeed<KnownRecords> feed;

    public MeshAgents(Catalogue catalogue, CatalogueFeed<KnownRecords> feed) {
        this.catalogue = catalogue;
        this.feed = feed;
    }

    @Override
    public Wanted wanted(ResourceKey execution, String name) {
        ResourceKey agent =
                ResourceKeys.of(execution.getTenant(), "Agent", execution.getNamespace(), name);
        Map<ResourceKey, Resource> found = catalogue.find(List.of(execution, agent));
        return new Wanted(
                Optional.ofNullable(found.get(execution)), Optional.ofNullable(found.get(agent)));
    }

    @Override
    public Optional<EnvironmentSpec> environment(String tenant, String name) {
        return find(ResourceKeys.of(tenant, "Environment", "", name)).map(MeshAgents::spec);
    }

    @Override
    public Optional<Home> home(String tenant, String namespace, String agent, String environment) {
        if (!feed.ready()) {
            throw new ProblemException(new ServiceProblem.Unavailable("the list of deployments"));
        }
        return feed.view().deployments().of(tenant, namespace, agent, environment);
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
