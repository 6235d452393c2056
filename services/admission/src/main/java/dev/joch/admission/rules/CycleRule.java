package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hard references form no circle: such resources could never be deleted one after the other, and an
 * agent that is its own part would never end. The circle may run through stored resources, so the
 * walk follows those it was given.
 */
public final class CycleRule {

    /** The only kind with hard references to its own; no other circle of kinds exists. */
    private static final String CIRCULAR = "Agent";

    private record Edge(String field, ResourceKey target) {}

    private final Map<ResourceKey, Draft> drafts = new LinkedHashMap<>();
    private final Resolution resolution;
    private final Findings findings;
    private final Set<ResourceKey> done = new HashSet<>();
    private final List<ResourceKey> path = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();

    private CycleRule(Resolution resolution, Findings findings) {
        this.resolution = resolution;
        this.findings = findings;
    }

    /** Whether a hard reference of this kind can lead back to it. */
    public static boolean mayBeOnACircle(String kind) {
        return kind.equals(CIRCULAR);
    }

    public static void check(List<Draft> drafts, Resolution resolution, Findings findings) {
        CycleRule rule = new CycleRule(resolution, findings);
        for (Draft draft : drafts) {
            if (mayBeOnACircle(draft.resource().getKind())) {
                rule.drafts.putIfAbsent(draft.key(), draft);
            }
        }
        List.copyOf(rule.drafts.keySet()).forEach(rule::walk);
    }

    private void walk(ResourceKey key) {
        if (done.contains(key)) {
            return;
        }
        int start = path.indexOf(key);
        if (start >= 0) {
            report(start, key);
            return;
        }
        path.add(key);
        for (Edge edge : edges(key)) {
            fields.add(edge.field());
            walk(edge.target());
            fields.removeLast();
        }
        path.removeLast();
        done.add(key);
    }

    private List<Edge> edges(ResourceKey key) {
        Draft from = drafts.get(key);
        if (from == null) {
            from = resolution.find(key).map(target -> Draft.stored(target.resource())).orElse(null);
        }
        List<Edge> edges = new ArrayList<>();
        if (from != null) {
            for (Reference reference : from.references()) {
                if (!reference.soft() && mayBeOnACircle(reference.kind())) {
                    resolution
                            .resolve(from, reference)
                            .ifPresent(
                                    target -> edges.add(new Edge(reference.path(), target.key())));
                }
            }
        }
        return edges;
    }

    /**
     * On the first document of the batch in the circle; a circle of stored resources alone is not
     * this batch's doing.
     */
    private void report(int start, ResourceKey closing) {
        String circle =
                path.subList(start, path.size()).stream()
                        .map(Draft::label)
                        .collect(Collectors.joining(" -> "));
        for (int i = start; i < path.size(); i++) {
            Draft draft = drafts.get(path.get(i));
            if (draft != null) {
                findings.error(
                        draft,
                        Reason.REFERENCE_CYCLE,
                        fields.get(i),
                        "resources refer to one another in a circle: "
                                + circle
                                + " -> "
                                + Draft.label(closing),
                        "remove one of these references");
                return;
            }
        }
    }
}
