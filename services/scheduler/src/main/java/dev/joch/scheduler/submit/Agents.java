package dev.joch.scheduler.submit;

import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Optional;

/** Executions, their agents, environments and deployments as they are stored now. */
public interface Agents {

    /** Both as of one moment. */
    Wanted wanted(ResourceKey execution, String agent);

    /** Who wants a run, and what is to run; empty what is not there or is being deleted. */
    record Wanted(Optional<Resource> execution, Optional<Resource> agent) {}

    Optional<EnvironmentSpec> environment(String tenant, String name);

    /** Where the agent is deployed in that environment; empty when it is not. */
    Optional<Home> home(String tenant, String namespace, String agent, String environment);
}
