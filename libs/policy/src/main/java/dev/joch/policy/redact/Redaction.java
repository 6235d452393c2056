package dev.joch.policy.redact;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes what detectors find from every text of a payload; keys stay as they are. A number that is
 * long enough to be a card's is read as a text.
 */
public final class Redaction {

    private record Match(Span span, String word) {}

    private static final double LONG_NUMBER = 1e12;
    private static final double EXACT = 9e15;
    private static final int DEEPEST = 100;

    private Redaction() {}

    /** Whether there is a detector of that word: there are things that no rule can find. */
    public static boolean possible(String word) {
        return Detectors.named(word).isPresent();
    }

    /**
     * What the payload contains: words of detectors, and {@code pii} or {@code secrets} for their
     * groups.
     */
    public static Set<String> sorts(Value payload) {
        return contents(payload, Detectors.all());
    }

    /**
     * The payload without what these detectors find.
     *
     * @param words none for all of them
     */
    public static Value redact(Value payload, List<String> words) {
        return apply(payload, Detectors.named(words));
    }

    /** A text without what these detectors find. */
    public static String redact(String text, List<String> words) {
        return apply(new Passage("", text), Detectors.named(words));
    }

    /** The payload without what they find; the very same object where they find nothing. */
    public static Value apply(Value payload, Collection<Detector> detectors) {
        return changed("", payload, detectors, 0);
    }

    /** Words of the detectors that find something, and of their groups. */
    public static Set<String> contents(Value payload, Collection<Detector> detectors) {
        Set<String> found = new TreeSet<>();
        collect("", payload, detectors, found, 0);
        return found;
    }

    /** Removes what they find from one text. */
    public static String apply(Passage passage, Collection<Detector> detectors) {
        List<Match> matches = new ArrayList<>();
        for (Detector detector : detectors) {
            detector.find(passage).forEach(span -> matches.add(new Match(span, detector.word())));
        }
        if (matches.isEmpty()) {
            return passage.text();
        }
        // stable: of two at the same place the detector that comes first names it
        matches.sort(
                Comparator.<Match>comparingInt(match -> match.span.start())
                        .thenComparingInt(match -> -match.span.end()));
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Match match : matches) {
            if (match.span.start() < done) {
                // begins inside the one before: what sticks out goes, too
                done = Math.max(done, match.span.end());
                continue;
            }
            text.append(passage.text(), done, match.span.start())
                    .append("[redacted ")
                    .append(match.word)
                    .append(']');
            done = match.span.end();
        }
        return text.append(passage.text(), done, passage.text().length()).toString();
    }

    private static Value changed(
            String key, Value value, Collection<Detector> detectors, int depth) {
        checkDepth(depth);
        return switch (value.getKindCase()) {
            case STRING_VALUE, NUMBER_VALUE -> {
                String text = text(value);
                String after = apply(new Passage(key, text), detectors);
                yield after.equals(text) ? value : Value.newBuilder().setStringValue(after).build();
            }
            case STRUCT_VALUE -> {
                Struct.Builder after = value.getStructValue().toBuilder();
                boolean same = true;
                for (var field : value.getStructValue().getFieldsMap().entrySet()) {
                    Value next = changed(field.getKey(), field.getValue(), detectors, depth + 1);
                    if (next != field.getValue()) {
                        same = false;
                        after.putFields(field.getKey(), next);
                    }
                }
                yield same ? value : Value.newBuilder().setStructValue(after).build();
            }
            case LIST_VALUE -> {
                ListValue.Builder after = value.getListValue().toBuilder();
                boolean same = true;
                for (int i = 0; i < after.getValuesCount(); i++) {
                    Value before = value.getListValue().getValues(i);
                    Value next = changed(key, before, detectors, depth + 1);
                    if (next != before) {
                        same = false;
                        after.setValues(i, next);
                    }
                }
                yield same ? value : Value.newBuilder().setListValue(after).build();
            }
            case NULL_VALUE, BOOL_VALUE, KIND_NOT_SET -> value;
        };
    }

    private static void collect(
            String key, Value value, Collection<Detector> detectors, Set<String> found, int depth) {
        checkDepth(depth);
        switch (value.getKindCase()) {
            case STRING_VALUE, NUMBER_VALUE -> {
                Passage passage = new Passage(key, text(value));
                for (Detector detector : detectors) {
                    if (!found.contains(detector.word()) && !detector.find(passage).isEmpty()) {
                        found.add(detector.word());
                        found.add(detector.group());
                    }
                }
            }
            case STRUCT_VALUE ->
                    value.getStructValue()
                            .getFieldsMap()
                            .forEach((name, inner) ->
                                    collect(name, inner, detectors, found, depth + 1));
            case LIST_VALUE ->
                    value.getListValue()
                            .getValuesList()
                            .forEach(inner -> collect(key, inner, detectors, found, depth + 1));
            case NULL_VALUE, BOOL_VALUE, KIND_NOT_SET -> {}
        }
    }

    /** What is not looked into must not pass: messages this deep cannot be parsed anyway. */
    private static void checkDepth(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("the payload is nested too deep to be looked into");
        }
    }

    private static String text(Value value) {
        if (value.hasStringValue()) {
            return value.getStringValue();
        }
        double number = value.getNumberValue();
        boolean digits = Math.abs(number) >= LONG_NUMBER && Math.abs(number) <= EXACT;
        return digits && number == Math.rint(number) ? Long.toString((long) number) : "";
    }
}
