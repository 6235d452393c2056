package dev.joch.cli.agent;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bill of materials in short: its generation, what it lists, and what to look at first. */
final class BillLines {

    /** The property in which a component says what it is in the words of Joch. */
    private static final String KIND = "joch.kind";

    private BillLines() {}

    /**
     * @param record the AgBOM
     * @param document in CycloneDX
     */
    static List<String> of(Object record, Optional<Object> document) {
        List<String> lines = new ArrayList<>();
        List<@Nullable Object> risks = Tree.list(Tree.at(record, "status", "highRiskComponents"));
        lines.add(
                Tree.text(record, "metadata", "name")
                        + "  generation "
                        + Tree.text(record, "status", "generation")
                        + ", written "
                        + Tree.text(record, "status", "lastGeneratedAt"));
        document.map(BillLines::counts).filter(text -> !text.isEmpty()).ifPresent(lines::add);
        lines.add(
                risks.isEmpty()
                        ? "no component of high risk"
                        : risks.size()
                                + (risks.size() == 1 ? " component" : " components")
                                + " of high risk:");
        for (Object risk : risks) {
            lines.add(
                    "  "
                            + Tree.text(risk, "kind")
                            + " "
                            + Tree.text(risk, "name")
                            + "  "
                            + Tree.text(risk, "reason"));
        }
        return lines;
    }

    /** {@code 10 components: 1 Agent, 2 Model, ...}. */
    private static String counts(Object document) {
        Map<String, Integer> counts = new TreeMap<>();
        Stream.of(
                        Stream.of(Optional.ofNullable(Tree.at(document, "metadata", "component"))),
                        all(document, "components"),
                        all(document, "services"))
                .flatMap(components -> components)
                .flatMap(Optional::stream)
                .map(BillLines::kind)
                .filter(kind -> !kind.isEmpty())
                .forEach(kind -> counts.merge(kind, 1, Integer::sum));
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        return counts.isEmpty()
                ? ""
                : sum
                        + (sum == 1 ? " component: " : " components: ")
                        + counts.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey())
                                .collect(Collectors.joining(", "));
    }

    private static Stream<Optional<Object>> all(Object document, String list) {
        return Tree.list(Tree.at(document, list)).stream().map(Optional::ofNullable);
    }

    private static String kind(Object component) {
        for (Object property : Tree.list(Tree.at(component, "properties"))) {
            if (Tree.text(property, "name").equals(KIND)) {
                return Tree.text(property, "value");
            }
        }
        return "";
    }
}
