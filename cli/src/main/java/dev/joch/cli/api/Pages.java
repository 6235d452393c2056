package dev.joch.cli.api;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Pages of a list that is no list of resources. */
public final class Pages {

    private static final int MOST_PER_PAGE = 1000;

    private Pages() {}

    /**
     * At most so many.
     *
     * @param field of the answer that holds them
     * @param query made anew for every page
     */
    public static List<@Nullable Object> read(
            ApiClient client, String field, int limit, Supplier<Query> query) {
        List<@Nullable Object> items = new ArrayList<>();
        String next = "";
        do {
            int wanted = Math.min(limit - items.size(), MOST_PER_PAGE);
            Object page =
                    client.read(
                            query.get()
                                    .with("limit", String.valueOf(wanted))
                                    .with("continue", next));
            items.addAll(Tree.list(Tree.at(page, field)));
            next = ApiClient.continueToken(page);
        } while (!next.isEmpty() && items.size() < limit);
        return items;
    }
}
