package dev.joch.scheduler.submit;

import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Optional;

/** Agents and environments as they are stored now. */
public interface Agents {

    Optional<Resource> agent(String tenant, String namespace, String name);

    Optional<EnvironmentSpec> environment(String tenant, String name);
}
