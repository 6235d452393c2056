package dev.joch.agbom.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A bill while it is being written. */
final class Draft {

    private final String agentNamespace;
    private final Map<String, Item> items = new TreeMap<>();
    private final Map<String, String> refByIdentity = new HashMap<>();
    private final Map<String, SortedSet<String>> links = new TreeMap<>();
    private final SortedSet<Risk> risks = new TreeSet<>();

    Draft(String agentNamespace) {
        this.agentNamespace = agentNamespace;
    }

    /** Names from elsewhere carry their namespace, as two places may use one name. */
    String placed(String namespace, String name) {
        return namespace.isEmpty() || namespace.equals(agentNamespace)
                ? name
                : namespace + "/" + name;
    }

    /** The first to say so is believed: an entry is described from one place. */
    void add(Item item) {
        items.putIfAbsent(item.ref(), item);
        refByIdentity.putIfAbsent(item.identity(), item.ref());
    }

    void link(String from, String to) {
        links.computeIfAbsent(from, absent -> new TreeSet<>()).add(to);
    }

    /** Links to what is listed under that identity; what is not listed is not needed either. */
    void linkTo(String from, String identity) {
        String to = refByIdentity.get(identity);
        if (to != null) {
            link(from, to);
        }
    }

    boolean has(String identity) {
        return refByIdentity.containsKey(identity);
    }

    /** Ref of what is listed under that identity. */
    String ref(String identity) {
        return Objects.requireNonNull(refByIdentity.get(identity), identity);
    }

    void risk(String kind, String name, String reason) {
        risks.add(new Risk(kind, name, reason));
    }

    Content finish(Item agent, String owner) {
        items.remove(agent.ref());
        List<Item> listed = new ArrayList<>(items.values());
        links.keySet().removeIf(ref -> !ref.equals(agent.ref()) && !items.containsKey(ref));
        links.values()
                .forEach(targets ->
                        targets.removeIf(
                                ref -> !ref.equals(agent.ref()) && !items.containsKey(ref)));
        links.values().removeIf(SortedSet::isEmpty);
        return new Content(agent, owner, listed, links, List.copyOf(risks));
    }
}
