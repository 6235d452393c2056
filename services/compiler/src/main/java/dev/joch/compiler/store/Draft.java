package dev.joch.compiler.store;

import dev.joch.compiler.v1.Manifest;

import java.util.Comparator;

/**
 * A manifest to be kept.
 *
 * @param agentRevision revision at which the agent had last changed
 * @param inputRevision revision up to which all other records were known
 * @param manifest without its time
 */
public record Draft(
        AgentKey agent,
        String environment,
        long generation,
        long agentRevision,
        long inputRevision,
        Manifest manifest) {

    /** The order in which rows are locked. */
    static final Comparator<Draft> ORDER =
            Comparator.comparing(Draft::agent).thenComparing(Draft::environment);

    public Draft {
        if (manifest.getDigest().isEmpty() || environment.isEmpty() || generation < 1) {
            throw new IllegalArgumentException(
                    "a manifest has a digest, an environment and a generation");
        }
        if (manifest.hasCreatedAt()) {
            throw new IllegalArgumentException("the store says when a manifest was made");
        }
    }

    Place place() {
        return new Place(agent, environment);
    }

    String digest() {
        return manifest.getDigest();
    }

    /** Where one draft at a time can be the newest. */
    record Place(AgentKey agent, String environment) {}
}
