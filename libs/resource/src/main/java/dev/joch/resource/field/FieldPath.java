package dev.joch.resource.field;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Way to a value inside a resource, in YAML names: {@code spec.tools[2].name}. A map key that would
 * be misread is put in quotes: {@code metadata.labels["app.kubernetes.io/name"]}.
 */
public record FieldPath(List<Step> steps) {

    /** One step of the way. */
    public sealed interface Step {
        /** Into a field of a message, or to a key of a map. */
        record Name(String name) implements Step {}

        /** To an element of a list. */
        record Index(int index) implements Step {
            public Index {
                if (index < 0) {
                    throw new IllegalArgumentException("an index is never negative: " + index);
                }
            }
        }
    }

    public static final FieldPath ROOT = new FieldPath(List.of());

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** Reads the text form; refuses what is none with an {@link InvalidSelectorException}. */
    public static FieldPath parse(String text) {
        return new FieldPathText(text).read();
    }

    /** This way, and then into a field or to the key of a map. */
    public FieldPath name(String name) {
        return then(new Step.Name(name));
    }

    /** This way, and then to an element of a list. */
    public FieldPath index(int index) {
        return then(new Step.Index(index));
    }

    private FieldPath then(Step step) {
        List<Step> longer = new ArrayList<>(steps.size() + 1);
        longer.addAll(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    /**
     * The value at this place, in the Java types of protobuf; empty where nothing is set. A
     * timestamp is a message, a list a {@code List}, a map a {@code Map}.
     */
    public Optional<Object> read(Resource resource) {
        return FieldReader.read(resource, this);
    }

    /** The value as a table or a selector shows it; empty where nothing is set. */
    public Optional<String> readText(Resource resource) {
        return read(resource).map(CellText::of);
    }

    /** Whether resources of this kind can have such a value. */
    public boolean existsIn(Kind kind) {
        return FieldReader.exists(kind, this);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Step.Index(int index) -> text.append('[').append(index).append(']');
                case Step.Name(String name) -> {
                    if (!FieldPathText.isPlain(name)) {
                        text.append("[\"").append(name.replace("\"", "\"\"")).append("\"]");
                    } else {
                        text.append(text.isEmpty() ? "" : ".").append(name);
                    }
                }
            }
        }
        return text.toString();
    }
}
