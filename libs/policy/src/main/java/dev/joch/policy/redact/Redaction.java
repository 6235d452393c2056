package dev.joch.policy.redact;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds and removes sensitive data in payloads. */
public final class Redaction {

    private static final String PERSONAL = "pii";
    private static final String SECRETS = "secrets";

    private Redaction() {}

    /** Whether a policy may use the word: there are some that no rule can find. */
    public static boolean possible(String word) {
        return !Detectors.IMPOSSIBLE.contains(word);
    }

    /**
     * What the payload contains: words of detectors, and {@code pii} or {@code secrets} for their
     * sorts.
     */
    public static Set<String> sorts(Value payload) {
        Set<String> found = new TreeSet<>();
        for (Detector detector : Detectors.named(List.of())) {
            if (finds(detector, payload)) {
                found.add(detector.word());
                found.add(detector.personal() ? PERSONAL : SECRETS);
            }
        }
        return found;
    }

    /**
     * The payload without what these detectors find.
     *
     * @param words none for all of them
     */
    public static Value redact(Value payload, List<String> words) {
        Value redacted = payload;
        for (Detector detector : Detectors.named(words)) {
            redacted = redact(detector, redacted);
        }
        return redacted;
    }

    /** A text without what these detectors find. */
    public static String redact(String text, List<String> words) {
        String redacted = text;
        for (Detector detector : Detectors.named(words)) {
            redacted = detector.redacted(redacted);
        }
        return redacted;
    }

    private static boolean finds(Detector detector, Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> detector.finds(value.getStringValue());
            case STRUCT_VALUE ->
                    value.getStructValue().getFieldsMap().values().stream()
                            .anyMatch(inner -> finds(detector, inner));
            case LIST_VALUE ->
                    value.getListValue().getValuesList().stream()
                            .anyMatch(inner -> finds(detector, inner));
            case NUMBER_VALUE, BOOL_VALUE, NULL_VALUE, KIND_NOT_SET -> false;
        };
    }

    private static Value redact(Detector detector, Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE ->
                    Value.newBuilder()
                            .setStringValue(detector.redacted(value.getStringValue()))
                            .build();
            case STRUCT_VALUE -> {
                Struct.Builder struct = Struct.newBuilder();
                value.getStructValue()
                        .getFieldsMap()
                        .forEach((name, inner) -> struct.putFields(name, redact(detector, inner)));
                yield Value.newBuilder().setStructValue(struct).build();
            }
            case LIST_VALUE -> {
                ListValue.Builder list = ListValue.newBuilder();
                value.getListValue()
                        .getValuesList()
                        .forEach(inner -> list.addValues(redact(detector, inner)));
                yield Value.newBuilder().setListValue(list).build();
            }
            case NUMBER_VALUE, BOOL_VALUE, NULL_VALUE, KIND_NOT_SET -> value;
        };
    }
}
