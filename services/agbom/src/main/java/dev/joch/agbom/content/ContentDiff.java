package dev.joch.agbom.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What two contents do not have in common, in order of identity.
 *
 * @param added only in the second
 * @param removed only in the first
 * @param changed in both, and not the same
 */
public record ContentDiff(List<Item> added, List<Item> removed, List<Change> changed) {

    /**
     * One entry that changed.
     *
     * @param fields that differ: {@code version}, {@code endpoints}, {@code dependencies} or the
     *     name of a property
     */
    public record Change(Item before, Item after, List<String> fields) {}

    public static ContentDiff between(Content first, Content second) {
        Map<String, Item> before = byIdentity(first);
        Map<String, Item> after = byIdentity(second);
        Map<String, Set<String>> needsBefore = needs(first);
        Map<String, Set<String>> needsAfter = needs(second);
        List<Item> added = new ArrayList<>();
        List<Item> removed = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String identity : all) {
            Item was = before.get(identity);
            Item is = after.get(identity);
            if (was == null) {
                added.add(Objects.requireNonNull(is));
            } else if (is == null) {
                removed.add(was);
            } else {
                List<String> fields = fields(was, is);
                if (!needsBefore
                        .getOrDefault(identity, Set.of())
                        .equals(needsAfter.getOrDefault(identity, Set.of()))) {
                    fields.add("dependencies");
                }
                if (!fields.isEmpty()) {
                    changed.add(new Change(was, is, List.copyOf(fields)));
                }
            }
        }
        return new ContentDiff(added, removed, changed);
    }

    private static Map<String, Item> byIdentity(Content content) {
        Map<String, Item> items = new HashMap<>();
        content.items().forEach(item -> items.put(item.identity(), item));
        // the agent itself, which may also be an agent that it hands a task to
        items.put(content.agent().identity(), content.agent());
        return items;
    }

    /** By identity: a new version of what is needed is no new need. */
    private static Map<String, Set<String>> needs(Content content) {
        Map<String, String> identities = new HashMap<>();
        content.all().forEach(item -> identities.put(item.ref(), item.identity()));
        Map<String, Set<String>> needs = new HashMap<>();
        content.dependencies()
                .forEach((from, to) -> {
                    Set<String> needed = new TreeSet<>();
                    to.forEach(ref -> needed.add(identities.getOrDefault(ref, ref)));
                    needs.put(identities.getOrDefault(from, from), needed);
                });
        return needs;
    }

    private static List<String> fields(Item was, Item is) {
        List<String> fields = new ArrayList<>();
        if (!was.version().equals(is.version())) {
            fields.add("version");
        }
        if (!was.description().equals(is.description())) {
            fields.add("description");
        }
        if (was.shape() != is.shape()) {
            fields.add("type");
        }
        if (!was.purl().equals(is.purl())) {
            fields.add("purl");
        }
        if (!was.endpoints().equals(is.endpoints())) {
            fields.add("endpoints");
        }
        Set<String> properties = new TreeSet<>(was.properties().keySet());
        properties.addAll(is.properties().keySet());
        for (String property : properties) {
            if (!Objects.equals(was.properties().get(property), is.properties().get(property))) {
                fields.add(property);
            }
        }
        return fields;
    }
}
