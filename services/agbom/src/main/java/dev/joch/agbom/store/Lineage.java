package dev.joch.agbom.store;

/** Whose bills they are: all generations of one agent's name. */
public record Lineage(String tenant, String namespace, String agent) {

    public Lineage {
        if (tenant.isEmpty() || namespace.isEmpty() || agent.isEmpty()) {
            throw new IllegalArgumentException("a lineage has tenant, namespace and agent");
        }
    }
}
