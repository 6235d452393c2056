package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Query;
import dev.joch.cli.json.Tree;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Resources of all kinds.
 *
 * @param documents in the order of the server
 * @param resourceVersion what they show
 */
record EveryResource(List<@Nullable Object> documents, String resourceVersion) {
    private static final String PAGE = "500";

    /**
     * Those of a namespace, and those that live in none.
     *
     * @param namespace empty for all
     * @param labels selector; may be empty
     * @param fields selector; may be empty
     */
    static EveryResource in(String namespace, String labels, String fields, Session session) {
        List<@Nullable Object> documents = new ArrayList<>();
        String resourceVersion;
        String next = "";
        do {
            Object page =
                    session.client()
                            .read(
                                    Query.at("resources")
                                            .with("selector", labels)
                                            .with("fieldSelector", fields)
                                            .with("limit", PAGE)
                                            .with("continue", next));
            Tree.list(Tree.at(page, "items")).stream()
                    .filter(document -> inside(document, namespace))
                    .forEach(documents::add);
            resourceVersion = ApiClient.resourceVersion(page);
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty());
        return new EveryResource(documents, resourceVersion);
    }

    private static boolean inside(@Nullable Object document, String namespace) {
        String place = Tree.text(document, "metadata", "namespace");
        return namespace.isEmpty() || place.isEmpty() || place.equals(namespace);
    }
}
