package dev.joch.agbom.store;

import java.util.List;

/**
 * Which newest bills.
 *
 * @param namespaces empty are all
 * @param mcpServer only those that list it; empty is any
 * @param after last lineage of the page before: namespace and agent, both empty at the beginning
 */
public record BillQuery(
        String tenant,
        List<String> namespaces,
        boolean highRisk,
        String mcpServer,
        After after,
        int limit) {

    /** Where a page begins. */
    public record After(String namespace, String agent) {
        public static final After NOTHING = new After("", "");
    }

    public BillQuery {
        namespaces = List.copyOf(namespaces);
    }
}
