package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Selection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the watchers that a change may concern without asking the others. Guarded by the window's
 * lock.
 */
final class WatcherIndex {

    /** Not a name: names hold no control characters. */
    private static final String ANY = "\0";

    private static final int MOST_SLOTS = 64;

    private final Map<Slot, Set<Watcher>> slots = new HashMap<>();

    private record Slot(String tenant, String kind, String namespace) {}

    void add(Watcher watcher) {
        for (Slot slot : slotsOf(watcher.selection())) {
            slots.computeIfAbsent(slot, none -> new LinkedHashSet<>()).add(watcher);
        }
    }

    void remove(Watcher watcher) {
        for (Slot slot : slotsOf(watcher.selection())) {
            slots.computeIfPresent(
                    slot,
                    (key, watchers) -> {
                        watchers.remove(watcher);
                        return watchers.isEmpty() ? null : watchers;
                    });
        }
    }

    /** Each watcher at most once: a key falls into one slot of those a watcher is in. */
    void forEach(Key key, Consumer<Watcher> action) {
        if (slots.isEmpty()) {
            return;
        }
        for (String tenant : List.of(key.tenant(), ANY)) {
            for (String kind : List.of(key.kind(), ANY)) {
                for (String namespace : List.of(key.namespace(), ANY)) {
                    Set<Watcher> watchers = slots.get(new Slot(tenant, kind, namespace));
                    if (watchers != null) {
                        watchers.forEach(action);
                    }
                }
            }
        }
    }

    Collection<Watcher> all() {
        Set<Watcher> all = new LinkedHashSet<>();
        slots.values().forEach(all::addAll);
        return all;
    }

    private static List<Slot> slotsOf(Selection selection) {
        String tenant = selection.tenant() == null ? ANY : selection.tenant();
        Set<String> kinds = selection.kinds().isEmpty() ? Set.of(ANY) : selection.kinds();
        boolean many = kinds.size() * selection.namespaces().size() > MOST_SLOTS;
        Set<String> namespaces =
                selection.namespaces().isEmpty() || many ? Set.of(ANY) : selection.namespaces();
        List<Slot> slots = new ArrayList<>();
        for (String kind : kinds) {
            for (String namespace : namespaces) {
                slots.add(new Slot(tenant, kind, namespace));
            }
        }
        return slots;
    }
}
