package dev.joch.agbom.content;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a bill says, whatever the format.
 *
 * @param agent what the bill is of
 * @param owner team or person that answers for the agent
 * @param items everything else, in order of their refs
 * @param dependencies refs by the ref that needs them
 * @param risks in order
 */
public record Content(
        Item agent,
        String owner,
        List<Item> items,
        Map<String, SortedSet<String>> dependencies,
        List<Risk> risks) {

    public Content {
        items = List.copyOf(items);
        Map<String, SortedSet<String>> links = new TreeMap<>();
        dependencies.forEach((from, to) ->
                links.put(from, Collections.unmodifiableSortedSet(new TreeSet<>(to))));
        dependencies = Collections.unmodifiableMap(links);
        risks = List.copyOf(risks);
    }

    /** The agent and everything else. */
    public Stream<Item> all() {
        return Stream.concat(Stream.of(agent), items.stream());
    }

    /** Names of the entries of one kind. */
    public List<String> names(String kind) {
        return items.stream()
                .filter(item -> item.kind().equals(kind))
                .map(Item::name)
                .distinct()
                .toList();
    }

    /** Without the properties that only Joch reads. */
    public Content plain() {
        return new Content(
                agent.plain(),
                owner,
                items.stream().map(Item::plain).toList(),
                dependencies,
                risks);
    }
}
