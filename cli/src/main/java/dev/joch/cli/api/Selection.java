package dev.joch.cli.api;

import dev.joch.cli.kind.KindRow;

import java.util.Map;

/**
 * Which resources of one kind are meant.
 *
 * @param kind the kind; its plural decides the path
 * @param namespace empty for all
 * @param labels selector; may be empty
 * @param fields selector; may be empty
 * @param filters further parameters, which only lists of some kinds know
 */
public record Selection(
        KindRow kind, String namespace, String labels, String fields, Map<String, String> filters) {

    public Selection {
        filters = Map.copyOf(filters);
    }

    public Selection(KindRow kind, String namespace, String labels, String fields) {
        this(kind, namespace, labels, fields, Map.of());
    }

    Query path() {
        boolean inOne = kind.namespaced() && !namespace.isEmpty();
        Query query =
                inOne ? Query.at("namespaces", namespace, kind.plural()) : Query.at(kind.plural());
        query.with("selector", labels).with("fieldSelector", fields);
        filters.forEach(query::with);
        return query;
    }

    /** The watch feed takes all of it as parameters. */
    Query watchPath(String resourceVersion) {
        return Query.at("resources")
                .with("watch", "true")
                .with("kind", kind.plural())
                .with("namespace", kind.namespaced() ? namespace : "")
                .with("selector", labels)
                .with("fieldSelector", fields)
                .with("resourceVersion", resourceVersion);
    }
}
