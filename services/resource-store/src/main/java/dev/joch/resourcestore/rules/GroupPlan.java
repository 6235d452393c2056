package dev.joch.resourcestore.rules;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.catalogue.Version;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a backend has to append to make a group true.
 *
 * @param base newest revision when the group was decided
 * @param revision newest revision after it
 * @param changes in order of revision, without gaps from base to revision
 * @param remembered answers to keep
 * @param answers one per command, in order
 */
public record GroupPlan(
        long base,
        long revision,
        List<Change> changes,
        List<RememberedAnswer> remembered,
        List<WriteAnswer> answers) {

    public GroupPlan {
        changes = List.copyOf(changes);
        remembered = List.copyOf(remembered);
        answers = List.copyOf(answers);
        if (revision - base != changes.size()) {
            throw new IllegalArgumentException(
                    changes.size() + " changes between revisions " + base + " and " + revision);
        }
    }

    /** Nothing to append. */
    public boolean isEmpty() {
        return changes.isEmpty() && remembered.isEmpty();
    }

    /** The last version of each key that changed. */
    public Map<Key, Version> newest() {
        Map<Key, Version> newest = new LinkedHashMap<>();
        changes.forEach(change -> newest.put(change.version().key(), change.version()));
        return newest;
    }
}
