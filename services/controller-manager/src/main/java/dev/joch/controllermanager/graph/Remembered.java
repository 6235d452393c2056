package dev.joch.controllermanager.graph;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of a record.
 *
 * @param seen what it looked like last
 * @param targets what it depends on
 * @param scope of an agent; other kinds have none
 */
public record Remembered(
        Optional<SeenRows.Known> seen, Set<ResourceKey> targets, Optional<Scope> scope) {

    public static final Remembered NOTHING =
            new Remembered(Optional.empty(), Set.of(), Optional.empty());

    public Remembered {
        targets = Set.copyOf(targets);
    }

    /** Whether there is nothing to tell: it looks as it did, or this is an old picture of it. */
    public boolean knows(Sighting sighting) {
        return seen.filter(known -> known.same(sighting) || known.newerThan(sighting)).isPresent();
    }

    /** Whether there is nothing to write down. */
    public boolean says(Dependent dependent) {
        return targets.equals(dependent.targets())
                && (dependent.scope() == null
                        || scope.filter(dependent.scope()::equals).isPresent());
    }
}
