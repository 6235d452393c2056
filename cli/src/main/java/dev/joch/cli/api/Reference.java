package dev.joch.cli.api;

import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;

import org.jspecify.annotations.Nullable;

/**
 * Names one resource.
 *
 * @param namespace empty for kinds that live in none
 */
public record Reference(KindRow kind, String namespace, String name) {

    /** The resource of a kind in the namespace one works in. */
    public static Reference of(KindRow kind, String namespace, String name) {
        return new Reference(kind, kind.namespaced() ? namespace : "", name);
    }

    /** The name a document gives itself. */
    public static Reference ofDocument(KindRow kind, @Nullable Object document) {
        return of(
                kind,
                Tree.text(document, "metadata", "namespace"),
                Tree.text(document, "metadata", "name"));
    }

    /** {@code agent/x}, as {@code -o name} prints it. */
    public String shown() {
        return kind.singular() + "/" + name;
    }

    Query path(String... more) {
        String[] place =
                namespace.isEmpty()
                        ? new String[] {kind.plural(), name}
                        : new String[] {"namespaces", namespace, kind.plural(), name};
        String[] all = java.util.Arrays.copyOf(place, place.length + more.length);
        System.arraycopy(more, 0, all, place.length, more.length);
        return Query.at(all);
    }
}
