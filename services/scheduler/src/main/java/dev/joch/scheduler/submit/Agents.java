package dev.joch.scheduler.submit;

import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Optional;

/** Agents, environments and deployments as they are stored now. */
public interface Agents {

    Optional<Resource> agent(String tenant, String namespace, String name);

    Optional<EnvironmentSpec> environment(String tenant, String name);

    /** Where the agent is deployed in that environment; empty when it is not. */
    Optional<Home> home(String tenant, String namespace, String agent, String environment);
}
