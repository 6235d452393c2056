package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.Optional;
import java.util.SortedMap;

/**
 * One agent in one environment, and what all parts of its compilation share.
 *
 * @param environmentSpec where somebody has described the environment
 * @param teams by name, those that own the namespace
 */
record Scope(
        Resource agent,
        AgentSpec spec,
        String environment,
        Optional<EnvironmentSpec> environmentSpec,
        SortedMap<String, TeamSpec> teams,
        Endpoints endpoints,
        Reads reads,
        Findings findings) {

    String tenant() {
        return agent.getMetadata().getTenant();
    }

    String namespace() {
        return agent.getMetadata().getNamespace();
    }

    String name() {
        return agent.getMetadata().getName();
    }
}
