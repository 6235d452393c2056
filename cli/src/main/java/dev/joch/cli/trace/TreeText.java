package dev.joch.cli.trace;

import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Paint;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.trace.SpanTree.Node;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tree of spans as lines: name, time, a bar that shows when in the whole it was, and what it was
 * about.
 *
 * @param width columns of the terminal; 0 when nothing may be cut
 */
record TreeText(int width, Paint paint) {

    private static final int BAR = 24;
    private static final int TIME = 8;
    private static final int WIDEST_NAME = 60;
    private static final int NARROWEST_NAME = 12;
    private static final int GAPS = 6;
    private static final int DEEPEST = 24;

    /** Eighths of a block, so that a short span in a long trace is seen at its place. */
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    List<String> lines(SpanTree tree, int mostDepth) {
        List<Node> nodes = tree.nodes().stream().filter(node -> node.depth() <= mostDepth).toList();
        List<String> names = names(nodes);
        int column = NARROWEST_NAME;
        for (String name : names) {
            column = Math.max(column, length(name));
        }
        int room = width == 0 ? WIDEST_NAME : Math.max(NARROWEST_NAME, width - BAR - TIME - GAPS);
        column = Math.min(column, Math.min(WIDEST_NAME, room));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            lines.add(line(tree, nodes.get(i), cut(names.get(i), column), column));
        }
        return lines;
    }

    private String line(SpanTree tree, Node node, String name, int column) {
        StringBuilder line = new StringBuilder();
        line.append(node.failed() ? paint.red(name) : name);
        line.repeat(' ', column - length(name) + 2);
        String time = Times.text(node.durationUs());
        line.repeat(' ', Math.max(0, TIME - length(time))).append(time).append("  ");
        String bar = bar(tree, node);
        line.append(node.failed() ? paint.red(bar) : paint.cyan(bar));
        String note = note(node);
        if (!note.isEmpty()) {
            int used = column + TIME + BAR + GAPS;
            String shown = width == 0 ? note : cut(note, Math.max(NARROWEST_NAME, width - used));
            line.append("  ").append(node.failed() ? paint.red(shown) : shown);
        }
        return line.toString().stripTrailing();
    }

    /** Names with the lines that tie them to their parents. */
    private static List<String> names(List<Node> nodes) {
        List<String> names = new ArrayList<>();
        List<Boolean> open = new ArrayList<>();
        for (Node node : nodes) {
            while (open.size() > node.depth()) {
                open.removeLast();
            }
            StringBuilder name = new StringBuilder();
            // levels beyond that many are not drawn, so that names are still seen
            int from = Math.max(1, node.depth() - DEEPEST);
            for (int level = from; level < node.depth(); level++) {
                name.append(open.get(level) ? "│  " : "   ");
            }
            if (node.depth() > 0) {
                name.append(node.last() ? "└─ " : "├─ ");
            }
            while (open.size() < node.depth()) {
                open.add(false);
            }
            open.add(!node.last());
            names.add(name + SafeText.line(Tree.text(node.span(), "name")));
        }
        return names;
    }

    private static String bar(SpanTree tree, Node node) {
        long whole = Math.max(1, tree.end() - tree.start());
        long eighths = BAR * 8L;
        long from = (node.start() - tree.start()) * eighths / whole;
        long to = Math.max(from + 1, (node.end() - tree.start()) * eighths / whole);
        StringBuilder bar = new StringBuilder();
        for (int cell = 0; cell < BAR; cell++) {
            long begin = Math.max(from, cell * 8L);
            long end = Math.min(to, cell * 8L + 8);
            bar.append(EIGHTHS.charAt((int) Math.clamp(end - begin, 0, 8)));
        }
        return bar.toString().stripTrailing();
    }

    /** Model and tokens, tool, cost, decision, what went wrong. */
    private static String note(Node node) {
        Map<String, @Nullable Object> attributes = Tree.map(Tree.at(node.span(), "attributes"));
        List<String> parts = new ArrayList<>();
        String name = Tree.text(node.span(), "name");
        for (String key : List.of("gen_ai.request.model", "joch.tool.name", "gen_ai.tool.name")) {
            String value = Tree.text(attributes, key);
            if (!value.isEmpty() && !name.contains(value) && !parts.contains(value)) {
                parts.add(value);
            }
        }
        String in = number(attributes, "gen_ai.usage.input_tokens");
        String out = number(attributes, "gen_ai.usage.output_tokens");
        if (!in.isEmpty() || !out.isEmpty()) {
            parts.add((in.isEmpty() ? "0" : in) + "→" + (out.isEmpty() ? "0" : out) + " tokens");
        }
        String cost = Tree.text(attributes, "joch.modelcall.cost_usd");
        if (cost.isEmpty()) {
            cost = Tree.text(attributes, "joch.cost.usd");
        }
        if (!cost.isEmpty()) {
            parts.add(cost + " USD");
        }
        String decision = Tree.text(attributes, "joch.hook.decision");
        if (!decision.isEmpty()) {
            parts.add(decision);
        }
        for (Object event : Tree.list(Tree.at(node.span(), "events"))) {
            String told = Tree.text(event, "name");
            if (told.startsWith("joch.")) {
                parts.add("! " + told);
            }
        }
        if (node.failed()) {
            String message = Tree.text(node.span(), "statusMessage");
            parts.add(message.isEmpty() ? "error" : "error: " + message);
        }
        return SafeText.line(String.join("  ", parts));
    }

    /** Whole numbers come through JSON as fractions. */
    private static String number(Map<String, @Nullable Object> attributes, String key) {
        String text = Tree.text(attributes, key);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String cut(String text, int columns) {
        return length(text) <= columns
                ? text
                : text.substring(0, text.offsetByCodePoints(0, columns - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
