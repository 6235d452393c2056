package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.rules.CircleSearch.Edge;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hard references form no circle: such resources could never be deleted one after the other, and an
 * agent that is its own part would never end. The circle may run through stored resources, so the
 * walk follows those it was given.
 */
public final class CycleRule {

    /** The only kind with hard references to its own; no other circle of kinds exists. */
    private static final String CIRCULAR = "Agent";

    private final Map<ResourceKey, Draft> drafts = new HashMap<>();
    private final Resolution resolution;

    private CycleRule(List<Draft> agents, Resolution resolution) {
        agents.forEach(draft -> drafts.putIfAbsent(draft.key(), draft));
        this.resolution = resolution;
    }

    /** Whether a hard reference of this kind can lead back to it. */
    public static boolean mayBeOnACircle(String kind) {
        return kind.equals(CIRCULAR);
    }

    /**
     * @return stored resources whose references had a part in the verdict
     */
    public static Set<ResourceKey> check(
            List<Draft> drafts, Resolution resolution, Findings findings) {
        List<Draft> agents =
                drafts.stream()
                        .filter(draft -> mayBeOnACircle(draft.resource().getKind()))
                        .toList();
        CycleRule rule = new CycleRule(agents, resolution);
        return new CircleSearch(agents, resolution, rule::edges, findings).run();
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
                    target(from, reference)
                            .ifPresent(target -> edges.add(new Edge(reference.path(), target)));
                }
            }
        }
        return edges;
    }

    private Optional<ResourceKey> target(Draft from, Reference reference) {
        return resolution
                .resolve(from, reference)
                .map(Resolution.Target::key)
                .or(() ->
                        Resolution.candidates(from, reference).stream()
                                .filter(resolution::unread)
                                .findFirst());
    }
}
