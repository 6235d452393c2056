package dev.joch.controllermanager.graph;

import java.util.Map;

/**
 * What is remembered of an agent beside its dependencies.
 *
 * @param labels selectors find it by them
 * @param manifest digest of its manifest; empty when it did not compile
 * @param handed digest of the agent as the policy engine has it
 */
public record Scope(Map<String, String> labels, String manifest, String handed) {

    public Scope {
        labels = Map.copyOf(labels);
    }
}
