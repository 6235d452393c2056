package dev.joch.scheduler.place;

import java.util.List;

/**
 * Something that may have a limit of runs at the same time.
 *
 * @param namespace empty for environments
 */
public record Bound(Sort sort, String tenant, String namespace, String name) {

    /** What it is. */
    public enum Sort {
        AGENT("agent"),
        NAMESPACE("namespace"),
        ENVIRONMENT("environment");

        private final String word;

        Sort(String word) {
            this.word = word;
        }
    }

    public static Bound agent(String tenant, String namespace, String name) {
        return new Bound(Sort.AGENT, tenant, namespace, name);
    }

    public static Bound namespace(String tenant, String name) {
        return new Bound(Sort.NAMESPACE, tenant, name, name);
    }

    public static Bound environment(String tenant, String name) {
        return new Bound(Sort.ENVIRONMENT, tenant, "", name);
    }

    /** All that a run counts against. */
    public static List<Bound> of(Demand demand) {
        return List.of(
                agent(demand.tenant(), demand.namespace(), demand.agent()),
                namespace(demand.tenant(), demand.namespace()),
                environment(demand.tenant(), demand.environment()));
    }

    String text() {
        return sort.word + " " + name;
    }
}
