package dev.joch.compiler.store;

import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;
import java.util.Optional;

/**
 * Keeps manifests.
 *
 * <p>What {@link #keep} has returned for survives everything. A manifest of the same content is
 * kept once. The newest of a generation is the one that was made of the newest records, whoever
 * wrote it when. A method that throws has changed nothing, or, when the connection broke late, the
 * whole: to repeat it does no harm.
 */
public interface ManifestStore {

    /**
     * One manifest to keep.
     *
     * @param inputRevision newest revision among what it was made of
     */
    record Kept(ResourceKey agent, long generation, Manifest manifest, long inputRevision) {}

    /** Names one manifest, or the newest of some. */
    record Wanted(
            String tenant,
            String namespace,
            String agent,
            long generation,
            String environment,
            String digest) {}

    /** Where a list goes on: behind this agent, environment and generation. */
    record Place(String namespace, String agent, String environment, long generation) {

        public static final Place START = new Place("", "", "", Long.MAX_VALUE);
    }

    /**
     * What a list is about; empty fields do not restrict.
     *
     * @param after the last one of the page before
     */
    record Query(
            String tenant,
            List<String> namespaces,
            String agent,
            String environment,
            Place after,
            int limit) {}

    /** Keeps all or none, and announces those that are new in the same commit. */
    List<Boolean> keep(List<Kept> manifests);

    Optional<Manifest> get(Wanted wanted);

    /**
     * The newest manifest of every agent, environment and generation; agents by namespace and name,
     * their newest generation first.
     */
    List<Manifest> list(Query query);

    /**
     * Every manifest of an agent, newest first.
     *
     * @param offset so many are passed over
     */
    List<Manifest> history(
            String tenant,
            String namespace,
            String agent,
            String environment,
            int offset,
            int limit);
}
