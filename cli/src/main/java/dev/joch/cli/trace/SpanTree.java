package dev.joch.cli.trace;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Spans in the order in which a tree shows them. A span whose parent is not there is a root, and so
 * is the earliest one of a circle: every span is shown once.
 */
record SpanTree(List<Node> nodes) {

    /**
     * One span in its place.
     *
     * @param depth 0 for roots
     * @param last of its siblings
     * @param start microseconds since 1970
     */
    record Node(
            Map<String, @Nullable Object> span,
            int depth,
            boolean last,
            long start,
            long durationUs) {
        long end() {
            return start + durationUs;
        }

        boolean failed() {
            return Tree.text(span, "status").equals("error");
        }
    }

    private record Found(Map<String, @Nullable Object> span, long start) {
        String id() {
            return Tree.text(span, "spanId");
        }

        String parent() {
            return Tree.text(span, "parentSpanId");
        }
    }

    private record Pending(Found found, int depth, boolean last) {}

    static SpanTree of(List<@Nullable Object> spans) {
        List<Found> all = new ArrayList<>();
        spans.forEach(span -> all.add(new Found(Tree.map(span), micros(span))));
        all.sort(Comparator.comparingLong(Found::start));
        Map<String, Found> byId = new HashMap<>();
        all.forEach(found -> byId.putIfAbsent(found.id(), found));
        Map<String, List<Found>> children = new HashMap<>();
        List<Found> roots = new ArrayList<>();
        for (Found found : all) {
            boolean below = byId.containsKey(found.parent()) && !found.parent().equals(found.id());
            (below ? children.computeIfAbsent(found.parent(), id -> new ArrayList<>()) : roots)
                    .add(found);
        }
        Set<Found> seen = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        walk(roots, children, seen, nodes);
        for (Found found : all) {
            if (!seen.contains(found)) {
                walk(List.of(found), children, seen, nodes);
            }
        }
        return new SpanTree(nodes);
    }

    /** Without recursion: a program may have nested its spans thousands of times. */
    private static void walk(
            List<Found> roots,
            Map<String, List<Found>> children,
            Set<Found> seen,
            List<Node> nodes) {
        Deque<Pending> pending = new ArrayDeque<>();
        push(roots, 0, pending);
        while (!pending.isEmpty()) {
            Pending next = pending.pop();
            Found found = next.found();
            if (!seen.add(found)) {
                continue;
            }
            nodes.add(
                    new Node(
                            found.span(),
                            next.depth(),
                            next.last(),
                            found.start(),
                            Math.max(0, Tree.number(found.span(), "durationUs"))));
            push(children.getOrDefault(found.id(), List.of()), next.depth() + 1, pending);
        }
    }

    private static void push(List<Found> siblings, int depth, Deque<Pending> pending) {
        for (int i = siblings.size() - 1; i >= 0; i--) {
            pending.push(new Pending(siblings.get(i), depth, i == siblings.size() - 1));
        }
    }

    private static long micros(@Nullable Object span) {
        try {
            return ChronoUnit.MICROS.between(
                    Instant.EPOCH, Instant.parse(Tree.text(span, "startedAt")));
        } catch (DateTimeException e) {
            return 0;
        }
    }

    long start() {
        return nodes.stream().mapToLong(Node::start).min().orElse(0);
    }

    long end() {
        return nodes.stream().mapToLong(Node::end).max().orElse(0);
    }
}
