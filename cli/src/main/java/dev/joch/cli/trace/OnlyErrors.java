package dev.joch.cli.trace;

import dev.joch.cli.trace.SpanTree.Node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The spans that failed, each with those above it. */
record OnlyErrors(SpanTree all) {

    SpanTree tree() {
        List<Node> kept = new ArrayList<>();
        int wanted = -1;
        // from the end: what is above a span comes before it, one level up
        for (Node node : all.nodes().reversed()) {
            if (node.failed() || node.depth() == wanted) {
                kept.add(node);
                wanted = node.depth() - 1;
            }
        }
        Collections.reverse(kept);
        return new SpanTree(lastOnes(kept));
    }

    /** Who is the last of its siblings has changed. */
    private static List<Node> lastOnes(List<Node> nodes) {
        List<Node> again = new ArrayList<>();
        Map<Integer, Boolean> follows = new HashMap<>();
        for (Node node : nodes.reversed()) {
            boolean last = !follows.getOrDefault(node.depth(), false);
            follows.put(node.depth(), true);
            follows.keySet().removeIf(depth -> depth > node.depth());
            again.add(new Node(node.span(), node.depth(), last, node.start(), node.durationUs()));
        }
        Collections.reverse(again);
        return again;
    }
}
