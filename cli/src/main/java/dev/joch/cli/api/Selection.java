package dev.joch.cli.api;

import dev.joch.cli.kind.KindRow;

/**
 * Which resources of one kind are meant.
 *
 * @param kind the kind; its plural decides the path
 * @param namespace empty for all
 * @param labels selector; may be empty
 * @param fields selector; may be empty
 */
public record Selection(KindRow kind, String namespace, String labels, String fields) {

    Query path() {
        boolean inOne = kind.namespaced() && !namespace.isEmpty();
        Query query =
                inOne ? Query.at("namespaces", namespace, kind.plural()) : Query.at(kind.plural());
        return query.with("selector", labels).with("fieldSelector", fields);
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
