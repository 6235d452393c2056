package dev.joch.cli.resource;

import dev.joch.cli.json.Tree;
import dev.joch.cli.output.JsonPath;
import dev.joch.cli.output.JsonPathValues;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** What one waits for. */
public sealed interface WaitCondition {

    /** Whether a resource is so; null stands for one that is not there. */
    boolean holds(@Nullable Object document);

    /** {@code create}. */
    record Created() implements WaitCondition {
        @Override
        public boolean holds(@Nullable Object document) {
            return document != null;
        }
    }

    /** {@code delete}. */
    record Deleted() implements WaitCondition {
        @Override
        public boolean holds(@Nullable Object document) {
            return document == null;
        }
    }

    /** {@code condition=Ready}; what was observed of an older spec does not count. */
    record Condition(String type, String status) implements WaitCondition {
        @Override
        public boolean holds(@Nullable Object document) {
            for (Object condition : Tree.list(Tree.at(document, "status", "conditions"))) {
                if (Tree.text(condition, "type").equalsIgnoreCase(type)) {
                    return Tree.text(condition, "status").equalsIgnoreCase(status)
                            && current(condition, document);
                }
            }
            return false;
        }

        private static boolean current(@Nullable Object condition, @Nullable Object document) {
            long observed = Tree.number(condition, "observedGeneration");
            return observed == 0 || observed >= Tree.number(document, "metadata", "generation");
        }
    }

    /** {@code jsonpath='{.status.phase}'=Running}; without a value, that there is one. */
    record Path(JsonPath path, String value) implements WaitCondition {
        @Override
        public boolean holds(@Nullable Object document) {
            String found = JsonPathValues.text(path, document);
            return value.isEmpty() ? !found.isEmpty() : found.equals(value);
        }
    }

    /** A run is over, however it ended. */
    record Ended() implements WaitCondition {
        private static final Set<String> LAST = Set.of("Succeeded", "Failed", "Cancelled");

        @Override
        public boolean holds(@Nullable Object document) {
            return LAST.contains(Tree.text(document, "status", "phase"));
        }
    }

    static WaitCondition parse(String text) {
        if (text.equals("create")) {
            return new Created();
        }
        if (text.equals("delete")) {
            return new Deleted();
        }
        if (text.startsWith("condition=")) {
            String[] parts = text.substring("condition=".length()).split("=", 2);
            return new Condition(parts[0], parts.length == 2 ? parts[1] : "True");
        }
        if (text.startsWith("jsonpath=")) {
            String rest = text.substring("jsonpath=".length());
            int equals = rest.lastIndexOf('=');
            boolean inBraces = equals >= 0 && rest.indexOf('}', equals) >= 0;
            return equals < 0 || inBraces
                    ? new Path(JsonPath.parse(rest), "")
                    : new Path(
                            JsonPath.parse(rest.substring(0, equals)), rest.substring(equals + 1));
        }
        throw FailureException.usage(
                "it is not possible to wait for \"" + text + "\"",
                "condition=Ready, create, delete or jsonpath='{.status.phase}'=Running");
    }
}
