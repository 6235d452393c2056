package dev.joch.compiler.store;

import dev.joch.compiler.v1.Manifest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps manifests.
 *
 * <p>A manifest is told apart by tenant, agent, environment and digest, and never changes. Per
 * agent and environment one is the newest; a draft takes its place only when it was made of a state
 * of the catalogue that is not older in any part. Content that is there already is not written
 * again. Unchecked failures mean that nothing is known; a draft may be handed in again.
 */
public interface ManifestStore extends AutoCloseable {

    /** Keeps them in one transaction, in order; one answer each, in the same order. */
    List<Kept> keep(List<Draft> drafts);

    /**
     * The newest manifest of a generation.
     *
     * @param generation 0 is the newest one
     * @param environment empty is the one in which the agent was compiled last
     */
    Optional<Manifest> newest(AgentKey agent, long generation, String environment);

    /** That very manifest, in whatever environment. */
    Optional<Manifest> byDigest(AgentKey agent, String digest);

    /** The newest of each agent, generation and environment, in order. */
    List<Manifest> list(Selection selection, Optional<Position> after, int limit);

    /** All manifests of one agent in one environment, newest first. */
    List<Manifest> history(AgentKey agent, String environment, Optional<Before> before, int limit);

    /** Drops manifests that were superseded before that time; gives how many, in small steps. */
    int dropSuperseded(Instant before, int limit);

    @Override
    void close();

    /**
     * Which manifests a list is about. Empty fields do not restrict.
     *
     * @param namespaces of agents
     */
    record Selection(String tenant, Set<String> namespaces, String agent, String environment) {
        public Selection {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** The last one of a page, in order of namespace, agent, generation (newest first). */
    record Position(String namespace, String agent, long generation, String environment) {}

    /** The last one of a page of history. */
    record Before(Instant createdAt, String digest) {}
}
