package dev.joch.compiler.compile;

import dev.joch.resource.v1alpha1.ResourceKey;

/**
 * An agent to be compiled.
 *
 * @param environment empty is the agent's own
 */
public record Target(ResourceKey agent, String environment) {}
