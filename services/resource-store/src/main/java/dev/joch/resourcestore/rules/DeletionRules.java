package dev.joch.resourcestore.rules;

import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.WriteCommand.Step;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.Outcome.Action;
import dev.joch.service.problem.ProblemException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deletion in order: those who refer go before what they refer to, finalizers are waited for, and
 * what belongs to nobody any more goes too.
 */
final class DeletionRules {

    /** Deep chains are taken down in several requests: each level costs stack. */
    private static final int DEEPEST = 500;

    private final Draft draft;
    private final Dependants dependants;
    private final Set<Key> named;
    private final Map<Key, Version> before = new HashMap<>();
    private final Map<Key, Outcome> outcomes = new LinkedHashMap<>();
    private final Set<Key> answered = new HashSet<>();
    private final Set<Key> open = new HashSet<>();
    private int depth;

    /**
     * @param named keys that the same command deletes; they do not stand in each other's way
     */
    DeletionRules(Draft draft, Set<Key> named) {
        this.draft = draft;
        this.named = named;
        this.dependants = new Dependants(draft);
    }

    Outcome delete(Step.Delete delete) {
        Key key = delete.key();
        Outcome done = outcomes.get(key);
        Version current = done == null ? draft.head(key).orElse(null) : before.get(key);
        if (current == null) {
            throw new ProblemException(new ResourceStoreProblem.NotFound(key));
        }
        WriteRules.requireCurrent(current, delete.uid(), delete.resourceVersion());
        if (done == null) {
            done = delete(current, delete);
        }
        answered.add(key);
        return done;
    }

    private Outcome delete(Version current, Step.Delete delete) {
        if (current.deleting()) {
            return WriteRules.outcome(Action.ACTION_DELETING, current.resource());
        }
        switch (delete.propagation()) {
            case REFUSE -> {
                dependants.requireUnreferenced(current, named);
                if (dependants.hasReferrers(current.key())) {
                    cascade(current);
                } else {
                    take(current.key(), false);
                }
            }
            case CASCADE -> cascade(current);
            case ORPHAN -> {
                release(current);
                take(current.key(), false);
            }
        }
        Outcome done = outcomes.get(current.key());
        if (done == null) {
            throw new IllegalStateException(
                    "the deletion of " + current.key().text() + " did nothing");
        }
        return done;
    }

    /** Ends the life of a resource whose last finalizer a put has just removed. */
    Outcome finish(Version current, Resource.Builder last) {
        gone(current, last);
        answered.add(current.key());
        return WriteRules.outcome(Action.ACTION_DELETED, last.build());
    }

    /** Deletions that no step of the command named. */
    List<Outcome> further() {
        return outcomes.entrySet().stream()
                .filter(entry -> !answered.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void cascade(Version target) {
        deeper(target.key());
        open.add(target.key());
        Set<Key> first = dependants.referrersOf(target.key());
        first.addAll(dependants.ownedOnlyBy(target));
        for (Key key : first) {
            if (!open.contains(key)) {
                draft.head(key).filter(version -> !version.deleting()).ifPresent(this::cascade);
            }
        }
        open.remove(target.key());
        take(target.key(), true);
        depth--;
    }

    /** Removes what may go, marks what has to wait. */
    private void take(Key key, boolean cascading) {
        Optional<Version> head = draft.head(key);
        if (head.isEmpty()) {
            return;
        }
        Version version = head.get();
        Resource.Builder next = version.resource().toBuilder();
        if (cascading
                && dependants.remain(version, open)
                && !Finalizers.waitsForCascade(version.resource())) {
            next.getMetadataBuilder().addFinalizers(Finalizers.CASCADE);
        }
        if (!version.deleting()) {
            next.getMetadataBuilder().setDeletedAt(draft.timestamp());
        }
        if (next.getMetadata().getFinalizersCount() == 0) {
            gone(version, next);
        } else {
            keep(version, next);
        }
    }

    private void keep(Version version, Resource.Builder next) {
        before.putIfAbsent(version.key(), version);
        Version marked = draft.append(ChangeType.CHANGE_TYPE_MODIFIED, next, version.references());
        outcomes.put(version.key(), WriteRules.outcome(Action.ACTION_DELETING, marked.resource()));
    }

    private void gone(Version version, Resource.Builder last) {
        deeper(version.key());
        before.putIfAbsent(version.key(), version);
        Version end = draft.append(ChangeType.CHANGE_TYPE_DELETED, last, version.references());
        outcomes.put(version.key(), WriteRules.outcome(Action.ACTION_DELETED, end.resource()));
        version.references().forEach(this::wake);
        for (OwnerReference owner : version.resource().getMetadata().getOwnerReferencesList()) {
            dependants.owner(version.key(), owner).ifPresent(found -> wake(found.key()));
        }
        for (Key key : dependants.ownedOnlyBy(end)) {
            draft.head(key)
                    .filter(dependant -> !dependant.deleting())
                    .ifPresent(dependant -> take(dependant.key(), false));
        }
        depth--;
    }

    /** A resource that waits for its referrers may go when the last of them went. */
    private void wake(Key key) {
        Optional<Version> waiting =
                draft.head(key)
                        .filter(Version::deleting)
                        .filter(version -> Finalizers.waitsForCascade(version.resource()))
                        .filter(version -> !open.contains(key))
                        .filter(version ->
                                !dependants.remain(version, open)
                                        || dependants.keepsItself(version, open));
        if (waiting.isEmpty()) {
            return;
        }
        Resource.Builder next = waiting.get().resource().toBuilder();
        List<String> left = Finalizers.ofUser(waiting.get().resource());
        next.getMetadataBuilder().clearFinalizers().addAllFinalizers(left);
        if (left.isEmpty()) {
            gone(waiting.get(), next);
        } else {
            keep(waiting.get(), next);
        }
    }

    /** Those that belong to an orphaning owner belong to it no more. */
    private void release(Version owner) {
        for (Key key : dependants.ownedBy(owner)) {
            draft.head(key).ifPresent(version -> release(version, owner.uid()));
        }
    }

    private void release(Version dependant, String uid) {
        Resource.Builder next = dependant.resource().toBuilder();
        List<OwnerReference> others =
                next.getMetadata().getOwnerReferencesList().stream()
                        .filter(owner -> !owner.getUid().equals(uid))
                        .toList();
        next.getMetadataBuilder().clearOwnerReferences().addAllOwnerReferences(others);
        draft.append(ChangeType.CHANGE_TYPE_MODIFIED, next, dependant.references());
    }

    private void deeper(Key key) {
        depth++;
        if (depth > DEEPEST || outcomes.size() > Catalogue.MOST_EDGES) {
            throw new ProblemException(
                    new ResourceStoreProblem.TooManyChanges(key, Catalogue.MOST_EDGES));
        }
    }
}
