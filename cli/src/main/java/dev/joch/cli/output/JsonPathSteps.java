package dev.joch.cli.output;

import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One path of a template: a way from a value to some of the values below it. */
final class JsonPathSteps {

    /** One step down. */
    private sealed interface Step {
        record Name(String name) implements Step {}

        record Index(int index) implements Step {}

        record Slice(@Nullable Integer from, @Nullable Integer to) implements Step {}

        record Each() implements Step {}

        /** Every value below, at any depth, then the next name. */
        record Below(String name) implements Step {}

        /** Those elements in which a path has a value. */
        record Where(JsonPathSteps path, String operator, String value) implements Step {}
    }

    private static final List<String> OPERATORS = List.of("==", "!=");

    private final boolean fromRoot;
    private final List<Step> steps = new ArrayList<>();

    private JsonPathSteps(boolean fromRoot) {
        this.fromRoot = fromRoot;
    }

    static JsonPathSteps parse(String text) {
        String path = text;
        boolean root = path.startsWith("$");
        if (root || path.startsWith("@")) {
            path = path.substring(1);
        }
        JsonPathSteps parsed = new JsonPathSteps(root);
        int at = 0;
        while (at < path.length()) {
            at = parsed.step(path, at);
        }
        return parsed;
    }

    List<@Nullable Object> find(@Nullable Object root, @Nullable Object here) {
        List<@Nullable Object> found = new ArrayList<>();
        found.add(fromRoot ? root : here);
        for (Step step : steps) {
            List<@Nullable Object> next = new ArrayList<>();
            found.forEach(value -> follow(step, value, next));
            found = next;
        }
        return found;
    }

    private static void follow(Step step, @Nullable Object value, List<@Nullable Object> next) {
        switch (step) {
            case Step.Name name -> {
                if (Tree.map(value).containsKey(name.name())) {
                    next.add(Tree.map(value).get(name.name()));
                }
            }
            case Step.Index index -> {
                List<@Nullable Object> list = Tree.list(value);
                int i = index.index() < 0 ? list.size() + index.index() : index.index();
                if (i >= 0 && i < list.size()) {
                    next.add(list.get(i));
                }
            }
            case Step.Slice slice -> {
                List<@Nullable Object> list = Tree.list(value);
                int from = bound(slice.from(), 0, list.size());
                int to = bound(slice.to(), list.size(), list.size());
                next.addAll(list.subList(Math.min(from, to), to));
            }
            case Step.Each each -> {
                next.addAll(Tree.list(value));
                next.addAll(Tree.map(value).values());
            }
            case Step.Below below -> below(below.name(), value, next);
            case Step.Where where ->
                    Tree.list(value).stream().filter(where(where)).forEach(next::add);
        }
    }

    private static int bound(@Nullable Integer given, int otherwise, int size) {
        int bound = given == null ? otherwise : given < 0 ? size + given : given;
        return Math.clamp(bound, 0, size);
    }

    private static void below(String name, @Nullable Object value, List<@Nullable Object> next) {
        if (value instanceof Map<?, ?> && Tree.map(value).containsKey(name)) {
            next.add(Tree.map(value).get(name));
        }
        Tree.map(value).values().forEach(child -> below(name, child, next));
        Tree.list(value).forEach(child -> below(name, child, next));
    }

    private static Predicate<@Nullable Object> where(Step.Where where) {
        return element -> {
            List<@Nullable Object> found = where.path().find(element, element);
            if (where.operator().isEmpty()) {
                return !found.isEmpty();
            }
            boolean equal =
                    found.stream().anyMatch(each -> where.value().equals(String.valueOf(each)));
            return where.operator().equals("==") == equal;
        };
    }

    private int step(String path, int at) {
        if (path.startsWith("..", at)) {
            int end = nameEnd(path, at + 2);
            steps.add(new Step.Below(name(path, at + 2, end)));
            return end;
        }
        if (path.charAt(at) == '.') {
            if (at + 1 == path.length() || path.charAt(at + 1) == '[') {
                return at + 1;
            }
            int end = nameEnd(path, at + 1);
            String name = name(path, at + 1, end);
            steps.add(name.equals("*") ? new Step.Each() : new Step.Name(name));
            return end;
        }
        if (path.charAt(at) == '[') {
            int end = closing(path, at);
            steps.add(bracket(path.substring(at + 1, end).strip()));
            return end + 1;
        }
        if (at == 0) {
            int end = nameEnd(path, 0);
            steps.add(new Step.Name(name(path, 0, end)));
            return end;
        }
        throw wrong(path);
    }

    private static Step bracket(String inner) {
        if (inner.equals("*")) {
            return new Step.Each();
        }
        if (inner.startsWith("?(") && inner.endsWith(")")) {
            return filter(inner.substring(2, inner.length() - 1).strip());
        }
        if (inner.startsWith("'") || inner.startsWith("\"")) {
            return new Step.Name(inner.substring(1, inner.length() - 1));
        }
        int colon = inner.indexOf(':');
        try {
            if (colon >= 0) {
                return new Step.Slice(
                        number(inner.substring(0, colon)), number(inner.substring(colon + 1)));
            }
            return new Step.Index(Integer.parseInt(inner));
        } catch (NumberFormatException e) {
            throw wrong("[" + inner + "]");
        }
    }

    private static Step filter(String condition) {
        for (String operator : OPERATORS) {
            int at = condition.indexOf(operator);
            if (at > 0) {
                String value = condition.substring(at + 2).strip();
                if (value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"))) {
                    value = value.substring(1, value.length() - 1);
                }
                return new Step.Where(parse(condition.substring(0, at).strip()), operator, value);
            }
        }
        return new Step.Where(parse(condition), "", "");
    }

    private static @Nullable Integer number(String text) {
        return text.isBlank() ? null : Integer.valueOf(text.strip());
    }

    private static int closing(String path, int open) {
        int depth = 0;
        char quote = 0;
        for (int i = open; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        throw wrong(path);
    }

    private static int nameEnd(String path, int from) {
        int at = from;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
            at += path.charAt(at) == '\\' && at + 1 < path.length() ? 2 : 1;
        }
        return at;
    }

    /** A name, in which a backslash makes a dot part of it. */
    private static String name(String path, int from, int to) {
        String name = path.substring(from, to).replace("\\", "");
        if (name.isEmpty()) {
            throw wrong(path);
        }
        return name;
    }

    private static FailureException wrong(String path) {
        return FailureException.usage(
                "the JSON path \"" + path + "\" cannot be read",
                "for example {.items[0].metadata.name}");
    }
}
