package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.api.Reference;
import dev.joch.cli.api.Selection;
import dev.joch.cli.api.WatchFeed;
import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Waits for one resource by its feed, so that it learns of the change when it happens. */
public final class AwaitResource {
    private final ApiClient client;

    public AwaitResource(ApiClient client) {
        this.client = client;
    }

    /** Whether the condition came true before the deadline of {@link System#nanoTime}. */
    public boolean until(Reference reference, WaitCondition condition, long deadline) {
        Selection selection =
                new Selection(
                        reference.kind(),
                        reference.namespace(),
                        "",
                        "metadata.name=" + reference.name());
        Object page = client.page(selection, ApiClient.Shape.DOCUMENTS, 1, "");
        List<@Nullable Object> items = Tree.list(Tree.at(page, "items"));
        if (condition.holds(items.isEmpty() ? null : items.getFirst())) {
            return true;
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return new WatchFeed(
                        client,
                        selection,
                        ApiClient.Shape.DOCUMENTS,
                        ApiClient.resourceVersion(page),
                        left)
                .follow(event ->
                        condition.holds(event.type().equals("DELETED") ? null : event.object()));
    }
}
