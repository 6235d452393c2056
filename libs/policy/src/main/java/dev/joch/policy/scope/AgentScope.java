package dev.joch.policy.scope;

import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What decides about the policies of an agent.
 *
 * @param labels labels of the agent
 * @param named policies that it names, in its order
 * @param environment the one it runs in, where somebody has described it
 * @param teams by name, those that own its namespace
 */
public record AgentScope(
        String tenant,
        String namespace,
        Map<String, String> labels,
        List<Ref> named,
        Optional<EnvironmentSpec> environment,
        SortedMap<String, TeamSpec> teams) {

    public AgentScope {
        labels = Map.copyOf(labels);
        named = List.copyOf(named);
    }
}
