package dev.joch.resourcestore.rules;

import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.service.problem.ProblemException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who stands in the way of a deletion, and who goes along with it. */
final class Dependants {

    private final Catalogue catalogue;

    Dependants(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Those who refer to the key, without itself. */
    SortedSet<Key> referrersOf(Key key) {
        SortedSet<Key> referrers = catalogue.referrers(key);
        if (referrers.size() >= Catalogue.MOST_EDGES) {
            throw new ProblemException(
                    new ResourceStoreProblem.TooManyChanges(key, Catalogue.MOST_EDGES));
        }
        SortedSet<Key> others = new TreeSet<>(referrers);
        others.remove(key);
        return others;
    }

    boolean hasReferrers(Key key) {
        return !referrersOf(key).isEmpty();
    }

    /** Those that name it as an owner. */
    SortedSet<Key> ownedBy(Version owner) {
        SortedSet<Key> owned = catalogue.owned(owner.key().tenant(), owner.uid());
        if (owned.size() >= Catalogue.MOST_EDGES) {
            throw new ProblemException(
                    new ResourceStoreProblem.TooManyChanges(owner.key(), Catalogue.MOST_EDGES));
        }
        return owned;
    }

    /** Those that belong to this owner and to nobody else who still exists. */
    SortedSet<Key> ownedOnlyBy(Version owner) {
        SortedSet<Key> lost = new TreeSet<>();
        for (Key key : ownedBy(owner)) {
            Optional<Version> dependant = catalogue.head(key);
            if (dependant.isPresent()
                    && !key.equals(owner.key())
                    && hasNoOtherOwner(dependant.get(), owner.uid())) {
                lost.add(key);
            }
        }
        return lost;
    }

    private boolean hasNoOtherOwner(Version dependant, String uid) {
        return dependant.resource().getMetadata().getOwnerReferencesList().stream()
                .filter(owner -> !owner.getUid().equals(uid))
                .noneMatch(owner -> owner(dependant.key(), owner).isPresent());
    }

    /**
     * The owner that a reference means, if it still exists: in the dependant's namespace, or
     * cluster-scoped.
     */
    Optional<Version> owner(Key dependant, OwnerReference reference) {
        for (String namespace : List.of(dependant.namespace(), "")) {
            Key key =
                    new Key(
                            dependant.tenant(),
                            reference.getKind(),
                            namespace,
                            reference.getName());
            Optional<Version> found =
                    catalogue.head(key).filter(head -> head.uid().equals(reference.getUid()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether someone outside the walk still refers to the resource or belongs to it alone. */
    boolean remain(Version version, Set<Key> walk) {
        return !walk.containsAll(keepers(version));
    }

    private Set<Key> keepers(Version version) {
        Set<Key> keepers = referrersOf(version.key());
        keepers.addAll(ownedOnlyBy(version));
        return keepers;
    }

    /**
     * Whether only a cycle keeps the resource: all who remain, and who remains for them, wait for
     * nothing but one another, it among them. None of them would ever be the first to go.
     */
    boolean keepsItself(Version version, Set<Key> walk) {
        Set<Key> seen = new HashSet<>(walk);
        Deque<Version> work = new ArrayDeque<>(List.of(version));
        boolean itself = false;
        while (!work.isEmpty()) {
            for (Key key : keepers(work.pop())) {
                itself |= key.equals(version.key());
                if (seen.add(key)) {
                    Optional<Version> keeper =
                            catalogue.head(key).filter(Finalizers::waitsForCascadeOnly);
                    if (keeper.isEmpty()) {
                        return false;
                    }
                    work.push(keeper.get());
                }
            }
        }
        return itself;
    }

    /**
     * Refuses when someone would be left with a dangling reference: a referrer of the target, or of
     * what goes along with it, that does not go itself.
     */
    void requireUnreferenced(Version target, Set<Key> named) {
        Set<Key> going = new HashSet<>(Set.of(target.key()));
        SortedSet<Key> staying = new TreeSet<>();
        Deque<Version> work = new ArrayDeque<>(List.of(target));
        while (!work.isEmpty()) {
            Version next = work.pop();
            for (Key key : ownedOnlyBy(next)) {
                addIfNew(key, going, work);
            }
            for (Key key : catalogue.referrers(next.key())) {
                if (named.contains(key)) {
                    addIfNew(key, going, work);
                } else {
                    staying.add(key);
                }
            }
        }
        staying.removeAll(going);
        if (!staying.isEmpty()) {
            throw new ProblemException(
                    new ResourceStoreProblem.Referenced(
                            target.key(), List.copyOf(staying), staying.size()));
        }
    }

    private void addIfNew(Key key, Set<Key> going, Deque<Version> work) {
        if (going.add(key)) {
            catalogue.head(key).ifPresent(work::push);
        }
    }
}
