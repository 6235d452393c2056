package dev.joch.cli.resource;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One entry of a history.
 *
 * @param revision of the store
 * @param committedAt when
 * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
 * @param generation of the resource then
 * @param document the resource then
 */
public record Versions(
        String revision,
        String committedAt,
        String type,
        long generation,
        @Nullable Object document) {

    /** All entries of an answer, newest first. */
    public static List<Versions> of(@Nullable Object answer) {
        return Tree.list(Tree.at(answer, "versions")).stream().map(Versions::entry).toList();
    }

    private static Versions entry(@Nullable Object entry) {
        Object document = Tree.at(entry, "resource");
        return new Versions(
                Tree.text(entry, "revision"),
                Tree.text(entry, "committedAt"),
                Tree.text(entry, "type"),
                Tree.number(document, "metadata", "generation"),
                document);
    }

    /**
     * What a person calls the change, given the version before it; null when that is not kept any
     * more.
     */
    public String change(@Nullable Versions before) {
        return switch (type) {
            case "ADDED" -> "created";
            case "DELETED" -> "deleted";
            default -> before == null ? "changed" : changed(before);
        };
    }

    private String changed(Versions before) {
        if (generation != before.generation()) {
            return "spec changed";
        }
        boolean status = !same(before, "status");
        boolean metadata =
                !same(before, "metadata", "labels") || !same(before, "metadata", "annotations");
        return metadata ? "metadata changed" : status ? "status changed" : "changed";
    }

    private boolean same(Versions before, String... names) {
        return java.util.Objects.equals(
                Tree.at(document, names), Tree.at(before.document(), names));
    }
}
