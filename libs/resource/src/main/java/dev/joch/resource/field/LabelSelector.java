package dev.joch.resource.field;

import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Chooses resources by their labels, in the language of Kubernetes: {@code env=prod,tier!=gold,role
 * in (a,b),!legacy}. All requirements must hold; {@code !=} and {@code notin} also hold where the
 * label is absent.
 */
public record LabelSelector(List<Requirement> requirements) implements Predicate<Resource> {

    /** One condition on one label. */
    public sealed interface Requirement {
        String key();

        /** The label is there with one of these values. */
        record In(String key, Set<String> values) implements Requirement {
            public In {
                values = Set.copyOf(values);
            }
        }

        /** The label is absent, or has none of these values. */
        record NotIn(String key, Set<String> values) implements Requirement {
            public NotIn {
                values = Set.copyOf(values);
            }
        }

        /** The label is there. */
        record Exists(String key) implements Requirement {}

        /** The label is absent. */
        record Absent(String key) implements Requirement {}
    }

    /** Matches every resource. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private static final String SHAPE =
            "write key=value, key!=value, key in (a,b), key notin (a,b), key or !key,"
                    + " separated by commas";
    private static final String SEPARATORS = "=!,()";

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * Reads a selector; the empty text matches everything. Refuses by an {@link
     * InvalidSelectorException}.
     */
    public static LabelSelector parse(String text) {
        SelectorText in = new SelectorText(text, SHAPE);
        List<Requirement> requirements = new ArrayList<>();
        while (!in.atEnd()) {
            if (!requirements.isEmpty()) {
                in.expect(",", "requirements are separated by commas");
            }
            requirements.add(requirement(in));
        }
        return new LabelSelector(requirements);
    }

    /** Matches resources that have all of these labels. */
    public static LabelSelector ofLabels(Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>();
        labels.forEach((key, value) -> requirements.add(new Requirement.In(key, Set.of(value))));
        return new LabelSelector(requirements);
    }

    @Override
    public boolean test(Resource resource) {
        return requirements.isEmpty() || matches(resource.getMetadata().getLabelsMap());
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!holds(requirement, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Requirement requirement, Map<String, String> labels) {
        return switch (requirement) {
            case Requirement.In in -> {
                String value = labels.get(in.key());
                yield value != null && in.values().contains(value);
            }
            case Requirement.NotIn notIn -> {
                String value = labels.get(notIn.key());
                yield value == null || !notIn.values().contains(value);
            }
            case Requirement.Exists exists -> labels.containsKey(exists.key());
            case Requirement.Absent absent -> !labels.containsKey(absent.key());
        };
    }

    private static Requirement requirement(SelectorText in) {
        if (in.take("!")) {
            return new Requirement.Absent(key(in));
        }
        String key = key(in);
        if (in.take("!=")) {
            return new Requirement.NotIn(key, Set.of(value(in)));
        }
        if (in.take("==") || in.take("=")) {
            return new Requirement.In(key, Set.of(value(in)));
        }
        if (in.atEnd() || in.sees(",")) {
            return new Requirement.Exists(key);
        }
        int start = in.position();
        String operator = in.word(SEPARATORS);
        return switch (operator) {
            case "in" -> new Requirement.In(key, values(in));
            case "notin" -> new Requirement.NotIn(key, values(in));
            default -> throw in.refused(start, "an operator is missing after the key " + key);
        };
    }

    private static String key(SelectorText in) {
        boolean end = in.atEnd();
        int start = in.position();
        String key = in.word(SEPARATORS);
        if (end || key.isEmpty()) {
            throw in.refused(start, "a label key is missing");
        }
        Optional<String> problem = LabelSyntax.problemOfKey(key);
        if (problem.isPresent()) {
            throw in.refused(start, problem.get(), "e.g. env or app.kubernetes.io/name");
        }
        return key;
    }

    private static String value(SelectorText in) {
        boolean end = in.atEnd();
        int start = in.position();
        String value = end ? "" : in.word(SEPARATORS);
        Optional<String> problem = LabelSyntax.problemOfValue(value);
        if (problem.isPresent()) {
            throw in.refused(start, problem.get(), "e.g. prod");
        }
        return value;
    }

    private static Set<String> values(SelectorText in) {
        in.expect("(", "the values belong in brackets");
        Set<String> values = new TreeSet<>();
        do {
            values.add(value(in));
        } while (in.take(","));
        in.expect(")", "the bracket is not closed");
        return values;
    }
}
