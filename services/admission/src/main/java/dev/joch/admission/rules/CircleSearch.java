package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks from the documents of a batch along one sort of reference, through stored resources too,
 * and reports circles. Every resource is visited once.
 */
final class CircleSearch {

    private static final int MOST_SHOWN_AHEAD = 5;
    private static final int MOST_SHOWN_BEHIND = 4;

    /** One step: the field that leads on, and whereto. */
    record Edge(String field, ResourceKey target) {}

    /** The sort of reference that is followed. */
    interface Edges {

        List<Edge> of(ResourceKey from);
    }

    private final Map<ResourceKey, Draft> drafts = new LinkedHashMap<>();
    private final Resolution resolution;
    private final Findings findings;
    private final Edges edges;
    private final Set<ResourceKey> done = new HashSet<>();
    private final Set<ResourceKey> followed = new LinkedHashSet<>();
    private final List<ResourceKey> path = new ArrayList<>();
    private final Set<ResourceKey> onPath = new HashSet<>();
    private final List<String> fields = new ArrayList<>();

    CircleSearch(List<Draft> from, Resolution resolution, Edges edges, Findings findings) {
        from.forEach(draft -> drafts.putIfAbsent(draft.key(), draft));
        this.resolution = resolution;
        this.edges = edges;
        this.findings = findings;
    }

    /**
     * @return what was followed beyond the batch
     */
    Set<ResourceKey> run() {
        List.copyOf(drafts.keySet()).forEach(this::walk);
        return followed;
    }

    private void walk(ResourceKey key) {
        if (done.contains(key)) {
            return;
        }
        if (onPath.contains(key)) {
            circle(path.indexOf(key), key);
            return;
        }
        if (resolution.unread(key)) {
            done.add(key);
            tooDeep();
            return;
        }
        if (!drafts.containsKey(key)) {
            followed.add(key);
        }
        path.add(key);
        onPath.add(key);
        for (Edge edge : edges.of(key)) {
            fields.add(edge.field());
            walk(edge.target());
            fields.removeLast();
        }
        path.removeLast();
        onPath.remove(key);
        done.add(key);
    }

    /**
     * On the first document of the batch in the circle; a circle of stored resources alone is not
     * this batch's doing.
     */
    private void circle(int start, ResourceKey closing) {
        for (int i = start; i < path.size(); i++) {
            Draft draft = drafts.get(path.get(i));
            if (draft != null) {
                findings.error(
                        draft,
                        Reason.REFERENCE_CYCLE,
                        fields.get(i),
                        "resources refer to one another in a circle: "
                                + shown(path.subList(start, path.size()))
                                + " -> "
                                + Draft.label(closing),
                        "remove one of these references");
                return;
            }
        }
    }

    /** What is too far away to look at may close a circle. Said where the batch is left. */
    private void tooDeep() {
        for (int i = path.size() - 1; i >= 0; i--) {
            Draft draft = drafts.get(path.get(i));
            if (draft != null) {
                findings.error(
                        draft,
                        Reason.REFERENCE_TOO_DEEP,
                        fields.get(i),
                        "more than "
                                + (path.size() - 1 - i)
                                + " stored resources follow one another from here",
                        "make the chain shorter, so that it can be seen to end");
                return;
            }
        }
    }

    private static String shown(List<ResourceKey> circle) {
        int hidden = circle.size() - MOST_SHOWN_AHEAD - MOST_SHOWN_BEHIND;
        if (hidden <= 0) {
            return joined(circle);
        }
        return joined(circle.subList(0, MOST_SHOWN_AHEAD))
                + " -> ("
                + hidden
                + " more) -> "
                + joined(circle.subList(circle.size() - MOST_SHOWN_BEHIND, circle.size()));
    }

    private static String joined(List<ResourceKey> keys) {
        return keys.stream().map(Draft::label).collect(Collectors.joining(" -> "));
    }
}
