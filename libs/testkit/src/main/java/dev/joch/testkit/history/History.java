package dev.joch.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Everything that was recorded in one run.
 *
 * @param operations calls with their answers
 * @param sightings what watchers saw, each watcher's in its order
 * @param changes the full log of changes, in revision order, as read after the run
 */
public record History(
        List<Operation> operations, List<Sighting> sightings, List<Sighting> changes) {

    public History {
        operations = List.copyOf(operations);
        sightings = List.copyOf(sightings);
        changes = List.copyOf(changes);
    }

    public History(List<Operation> operations) {
        this(operations, List.of(), List.of());
    }

    /** Operations with that name. */
    public List<Operation> named(String name) {
        return operations(operation -> operation.name().equals(name));
    }

    public List<Operation> operations(Predicate<Operation> which) {
        return operations.stream().filter(which).toList();
    }

    /** Operations by key, keys in the order of their first use. */
    public static Map<String, List<Operation>> byKey(List<Operation> operations) {
        Map<String, List<Operation>> keys = new LinkedHashMap<>();
        for (Operation operation : operations) {
            keys.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        }
        return keys;
    }

    /** What each watcher saw. */
    public Map<String, List<Sighting>> byWatcher() {
        Map<String, List<Sighting>> watchers = new LinkedHashMap<>();
        for (Sighting sighting : sightings) {
            watchers.computeIfAbsent(sighting.watcher(), name -> new ArrayList<>()).add(sighting);
        }
        return watchers;
    }

    public History withChanges(List<Sighting> log) {
        return new History(operations, sightings, log);
    }
}
