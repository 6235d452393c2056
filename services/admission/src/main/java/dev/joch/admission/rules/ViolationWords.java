package dev.joch.admission.rules;

import build.buf.protovalidate.Violation;

import com.google.protobuf.ByteString;

import dev.joch.admission.review.Reason;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One broken constraint in words for people.
 *
 * @param field path in the YAML form
 * @param message what is wrong
 * @param fix what would be right
 */
record ViolationWords(Reason reason, String field, String message, String fix) {

    static ViolationWords of(Violation violation, Kind kind) {
        ViolationPlace place = ViolationPlace.of(violation, kind);
        String rule = violation.toProto().getRuleId();
        if (rule.equals("required")) {
            return new ViolationWords(
                    Reason.REQUIRED,
                    place.field(),
                    place.word() + " is missing",
                    "add "
                            + place.field()
                            + "; joch explain "
                            + place.explain()
                            + " says what it is");
        }
        return switch (rule.substring(rule.indexOf('.') + 1)) {
            case "in" -> word(violation, place);
            case "pattern" -> shape(violation, place);
            case "min_len" ->
                    invalid(place, place.word() + " is empty", "write a value, or remove it");
            case "max_len" -> longest(violation, place);
            case "min_items", "min_pairs" ->
                    invalid(
                            place,
                            place.word() + " has " + entries(size(violation)),
                            "give at least " + limit(violation));
            case "max_items", "max_pairs" ->
                    invalid(
                            place,
                            place.word() + " has " + entries(size(violation)),
                            "keep at most " + limit(violation));
            default -> other(violation, place);
        };
    }

    private static ViolationWords invalid(ViolationPlace place, String message, String fix) {
        return new ViolationWords(Reason.INVALID_VALUE, place.field(), message, fix);
    }

    private static ViolationWords word(Violation violation, ViolationPlace place) {
        List<String> allowed = words(violation.getRuleValue());
        String given = text(violation.getFieldValue());
        return new ViolationWords(
                Reason.NOT_ALLOWED,
                place.field(),
                given.isEmpty()
                        ? place.word() + " is empty"
                        : place.word() + " cannot be `" + Words.shortened(given) + "`",
                Words.didYouMean(Nearest.to(given, allowed))
                        + (allowed.size() == 1
                                ? "write " + allowed.getFirst()
                                : "write one of " + String.join(", ", allowed)));
    }

    private static ViolationWords shape(Violation violation, ViolationPlace place) {
        PatternWords words = PatternWords.of(text(violation.getRuleValue()));
        return invalid(
                place,
                place.word()
                        + " cannot be `"
                        + Words.shortened(text(violation.getFieldValue()))
                        + "`: it is "
                        + words.what(),
                "for example " + (place.example().isEmpty() ? words.example() : place.example()));
    }

    private static ViolationWords longest(Violation violation, ViolationPlace place) {
        boolean bytes = raw(violation.getFieldValue()) instanceof ByteString;
        String unit = bytes ? "byte" : "character";
        return invalid(
                place,
                place.word() + " has " + Words.count(size(violation), unit),
                "keep at most "
                        + limit(violation)
                        + (bytes ? "" : ", or refer to a longer text by address"));
    }

    /** Numbers, and the sentences that the contract itself gives. */
    private static ViolationWords other(Violation violation, ViolationPlace place) {
        String sentence = violation.toProto().getMessage();
        if (!sentence.startsWith("must ")) {
            return invalid(
                    place,
                    sentence.isEmpty() ? place.word() + " breaks a rule of its kind" : sentence,
                    "joch explain " + place.explain() + " shows its fields");
        }
        String bounds =
                sentence.replaceFirst(
                                "must be greater than or equal to (\\S+) and less than or equal to (\\S+)",
                                "a number from $1 to $2")
                        .replace("must be greater than or equal to", "a number of at least")
                        .replace("must be less than or equal to", "a number of at most")
                        .replace("must be ", "");
        return invalid(
                place,
                place.word() + " cannot be " + text(violation.getFieldValue()),
                "write " + bounds);
    }

    private static String entries(long size) {
        return size == 0 ? "no entries" : size == 1 ? "1 entry" : size + " entries";
    }

    private static String limit(Violation violation) {
        return text(violation.getRuleValue());
    }

    private static long size(Violation violation) {
        return switch (raw(violation.getFieldValue())) {
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case ByteString bytes -> bytes.size();
            case String text -> text.codePointCount(0, text.length());
            case null -> 0;
            default -> 0;
        };
    }

    private static List<String> words(Violation.@Nullable FieldValue value) {
        return raw(value) instanceof List<?> list
                ? list.stream().map(String::valueOf).filter(word -> !word.isEmpty()).toList()
                : List.of();
    }

    private static String text(Violation.@Nullable FieldValue value) {
        Object raw = raw(value);
        return switch (raw) {
            case String text -> text;
            // 1.0 was written as 1
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                    String.valueOf(number.longValue());
            case Number number -> String.valueOf(number);
            case Boolean truth -> String.valueOf(truth);
            case null -> "";
            default -> "";
        };
    }

    private static @Nullable Object raw(Violation.@Nullable FieldValue value) {
        return value == null ? null : value.getValue();
    }
}
