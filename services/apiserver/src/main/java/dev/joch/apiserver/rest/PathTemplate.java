package dev.joch.apiserver.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path of the contract, e.g. {@code /v1/namespaces/{namespace}/{kind}}. Sorts so that the closer
 * match comes first.
 */
record PathTemplate(List<Segment> segments) implements Comparable<PathTemplate> {

    /** One piece between two slashes. */
    sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Variable(String field) implements Segment {}
    }

    PathTemplate {
        segments = List.copyOf(segments);
    }

    static PathTemplate parse(String template) {
        List<Segment> segments = new ArrayList<>();
        for (String piece : template.substring(1).split("/")) {
            boolean variable = piece.startsWith("{") && piece.endsWith("}");
            segments.add(
                    variable
                            ? new Segment.Variable(piece.substring(1, piece.length() - 1))
                            : new Segment.Literal(piece));
        }
        return new PathTemplate(segments);
    }

    /** The values of the variables, if this is the path. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String piece = path.get(i);
            switch (segments.get(i)) {
                case Segment.Literal(String text) -> {
                    if (!text.equals(piece)) {
                        return Optional.empty();
                    }
                }
                case Segment.Variable(String field) -> {
                    if (piece.isEmpty()) {
                        return Optional.empty();
                    }
                    values.put(field, piece);
                }
            }
        }
        return Optional.of(values);
    }

    /**
     * Literals before variables, from the left: {@code /v1/audit/verify} is not a resource of the
     * kind audit.
     */
    @Override
    public int compareTo(PathTemplate other) {
        int shorter = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < shorter; i++) {
            boolean mine = segments.get(i) instanceof Segment.Literal;
            boolean theirs = other.segments.get(i) instanceof Segment.Literal;
            if (mine != theirs) {
                return mine ? -1 : 1;
            }
        }
        return Integer.compare(segments.size(), other.segments.size());
    }
}
