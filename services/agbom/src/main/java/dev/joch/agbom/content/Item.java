package dev.joch.agbom.content;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry of a bill.
 *
 * @param ref stable name, e.g. {@code urn:tool:zendesk.search}; unique in the bill
 * @param identity what it is whatever its version, so that two versions of it can be compared
 * @param kind in Joch's words, e.g. {@code Tool}
 * @param version empty when it has none
 * @param purl package address; empty when it is no package
 * @param endpoints where it is reached
 * @param properties in order of their names
 */
public record Item(
        String ref,
        String identity,
        Shape shape,
        String kind,
        String name,
        String version,
        String description,
        String purl,
        List<String> endpoints,
        Map<String, String> properties) {

    public Item {
        if (ref.isEmpty() || identity.isEmpty() || kind.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("an entry has ref, identity, kind and name");
        }
        endpoints = List.copyOf(endpoints);
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Without the properties that only Joch reads. */
    Item plain() {
        Map<String, String> kept = new TreeMap<>(properties);
        kept.keySet().removeIf(property -> property.startsWith("joch."));
        return new Item(
                ref, identity, shape, kind, name, version, description, purl, endpoints, kept);
    }
}
