package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.admission.rules.CircleSearch.Edge;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resource belongs to something that is there, in its own namespace or in none, and never to
 * itself by a detour: it would go at once, or never. What a stored resource belongs to already is
 * not judged again, since its owner may be on its way out.
 */
public final class OwnershipRule {

    private static final String FIELD = "metadata.ownerReferences[";

    private final Resolution resolution;
    private final boolean complete;
    private final Findings findings;

    private OwnershipRule(Resolution resolution, boolean complete, Findings findings) {
        this.resolution = resolution;
        this.complete = complete;
        this.findings = findings;
    }

    /** Keys of the owners that a resource names. */
    public static Set<ResourceKey> owners(Resource dependant) {
        Set<ResourceKey> owners = new LinkedHashSet<>();
        for (OwnerReference owner : dependant.getMetadata().getOwnerReferencesList()) {
            key(dependant, owner).ifPresent(owners::add);
        }
        return owners;
    }

    /** Keys of the owners that a document adds to those its resource has. */
    public static Set<ResourceKey> fresh(Draft draft, Resolution resolution) {
        Set<ResourceKey> fresh = new LinkedHashSet<>();
        for (OwnerReference owner : draft.metadata().getOwnerReferencesList()) {
            if (!had(draft, owner, resolution)) {
                key(draft.resource(), owner).ifPresent(fresh::add);
            }
        }
        return fresh;
    }

    /**
     * @return stored resources whose owners had a part in the verdict
     */
    public static Set<ResourceKey> check(
            List<Draft> drafts, Resolution resolution, boolean complete, Findings findings) {
        List<Draft> owned =
                drafts.stream()
                        .filter(draft -> draft.metadata().getOwnerReferencesCount() > 0)
                        // what is on its way out may have lost its owners
                        .filter(draft -> !draft.given().getMetadata().hasDeletedAt())
                        .toList();
        OwnershipRule rule = new OwnershipRule(resolution, complete, findings);
        owned.forEach(rule::there);
        // only a new owner closes a circle that was none before
        List<Draft> moved =
                owned.stream().filter(draft -> !fresh(draft, resolution).isEmpty()).toList();
        Set<ResourceKey> followed =
                new CircleSearch(moved, resolution, rule::edges, findings).run();
        // nobody can belong yet to what is not stored: only a stored one can close a circle
        boolean mayClose =
                moved.stream().anyMatch(draft -> resolution.stored(draft.key()).isPresent());
        return mayClose ? followed : Set.of();
    }

    private void there(Draft draft) {
        List<OwnerReference> owners = draft.metadata().getOwnerReferencesList();
        for (int i = 0; i < owners.size(); i++) {
            OwnerReference owner = owners.get(i);
            String field = FIELD + i + "]";
            if (owner.getKind().isEmpty() || owner.getName().isEmpty()) {
                findings.error(
                        draft,
                        Reason.REQUIRED,
                        field,
                        "an owner has a kind and a name",
                        "write kind, name and uid of the owner");
            } else if (!had(draft, owner, resolution) && !exists(draft, owner)) {
                missing(draft, owner, field);
            }
        }
    }

    private boolean exists(Draft draft, OwnerReference owner) {
        Optional<ResourceKey> key = key(draft.resource(), owner);
        if (key.isEmpty()) {
            return false;
        }
        return resolution
                .stored(key.get())
                .map(stored ->
                        owner.getUid().isEmpty()
                                || stored.resource().getMetadata().getUid().equals(owner.getUid()))
                .orElseGet(() -> resolution.find(key.get()).isPresent());
    }

    private void missing(Draft draft, OwnerReference owner, String field) {
        String what = owner.getKind() + " " + Words.shortened(owner.getName());
        if (!complete && key(draft.resource(), owner).isPresent()) {
            findings.warning(
                    draft,
                    Reason.REFERENCE_NOT_IN_BATCH,
                    field,
                    "the owner "
                            + what
                            + " is not among these documents, and without a server nobody knows"
                            + " whether it exists",
                    "joch validate --server asks the server");
            return;
        }
        findings.error(
                draft,
                Reason.REFERENCE_MISSING,
                field,
                "the owner "
                        + what
                        + (owner.getUid().isEmpty()
                                ? ""
                                : " with the uid " + Words.shortened(owner.getUid()))
                        + " does not exist"
                        + (draft.namespace().isEmpty() ? "" : " in " + draft.namespace()),
                "an owner is of the same namespace or of none, and has the uid that joch get shows");
    }

    /** Whether the stored resource belongs to that owner already. */
    private static boolean had(Draft draft, OwnerReference owner, Resolution resolution) {
        return resolution
                .stored(draft.key())
                .map(stored -> stored.resource().getMetadata().getOwnerReferencesList())
                .orElse(List.of())
                .contains(owner);
    }

    private List<Edge> edges(ResourceKey from) {
        Optional<Resource> resource = resolution.find(from).map(Resolution.Target::resource);
        List<Edge> edges = new ArrayList<>();
        if (resource.isPresent()) {
            List<OwnerReference> owners = resource.get().getMetadata().getOwnerReferencesList();
            for (int i = 0; i < owners.size(); i++) {
                String field = FIELD + i + "]";
                key(resource.get(), owners.get(i))
                        .ifPresent(target -> edges.add(new Edge(field, target)));
            }
        }
        return edges;
    }

    private static Optional<ResourceKey> key(Resource dependant, OwnerReference owner) {
        Optional<Kind> kind = Kinds.named(owner.getKind());
        String namespace = dependant.getMetadata().getNamespace();
        if (kind.isEmpty()
                || owner.getName().isEmpty()
                || (kind.get().namespaced() && namespace.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                ResourceKey.newBuilder()
                        .setTenant(dependant.getMetadata().getTenant())
                        .setKind(owner.getKind())
                        .setNamespace(kind.get().namespaced() ? namespace : "")
                        .setName(owner.getName())
                        .build());
    }
}
