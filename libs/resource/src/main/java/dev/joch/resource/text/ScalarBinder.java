package dev.joch.resource.text;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Binds words to fields that hold one value. Answers null after it has reported why there is none.
 */
final class ScalarBinder {
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final long MAX_UINT32 = 0xffffffffL;

    private final Findings findings;
    private final boolean anyCharacter;

    /**
     * @param anyCharacter whether text may hold control characters: messages of conversations do,
     *     names of resources do not
     */
    ScalarBinder(Findings findings, boolean anyCharacter) {
        this.findings = findings;
        this.anyCharacter = anyCharacter;
    }

    @Nullable Object bind(FieldDescriptor field, Node node, Place place) {
        if (!(node instanceof Node.Scalar scalar)) {
            return wrongType(expectation(field), node, place, "");
        }
        return switch (field.getType()) {
            case STRING -> text(scalar, place);
            case BOOL -> bool(scalar, place);
            case INT32, SINT32, SFIXED32 -> {
                BigInteger whole = whole(scalar, place, Integer.MIN_VALUE, Integer.MAX_VALUE);
                yield whole == null ? null : (Object) whole.intValue();
            }
            case UINT32, FIXED32 -> {
                BigInteger whole = whole(scalar, place, 0, MAX_UINT32);
                yield whole == null ? null : (Object) whole.intValue();
            }
            case INT64, SINT64, SFIXED64 -> {
                BigInteger whole = whole(scalar, place, Long.MIN_VALUE, Long.MAX_VALUE);
                yield whole == null ? null : (Object) whole.longValue();
            }
            case UINT64, FIXED64 -> {
                BigInteger whole = whole(scalar, place, BigInteger.ZERO, MAX_UINT64);
                yield whole == null ? null : (Object) whole.longValue();
            }
            case DOUBLE -> number(scalar, place);
            case FLOAT -> {
                Double number = number(scalar, place);
                if (number != null && Float.isInfinite(number.floatValue())) {
                    yield outOfRange(scalar, place, "a smaller number");
                }
                yield number == null ? null : (Object) number.floatValue();
            }
            case ENUM -> word(field, scalar, place);
            case BYTES -> bytes(scalar, place);
            case MESSAGE, GROUP ->
                    throw new IllegalArgumentException(field.getFullName() + " is a message");
        };
    }

    /** What a field wants, in words of the reader. */
    static String expectation(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> "text";
            case BOOLEAN -> "true or false";
            case INT, LONG -> "a whole number";
            case FLOAT, DOUBLE -> "a number";
            case BYTE_STRING -> "bytes in base64";
            case ENUM -> "one of " + words(field);
            case MESSAGE -> "an object";
        };
    }

    @Nullable String text(Node.Scalar scalar, Place place) {
        if (!scalar.quoted() && PlainWords.isNotText(scalar.text())) {
            String word = Shown.clean(scalar.text());
            return wrongType("text", scalar, place, "put it in quotes: \"" + word + "\"");
        }
        return characters(scalar.text(), place) ? scalar.text() : null;
    }

    /** Whether text may be kept; reports it otherwise. */
    boolean characters(String text, Place place) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' || c == '\r') {
                continue;
            }
            if (c < ' ' || c == 0x7f) {
                if (!anyCharacter) {
                    place.error(
                            findings,
                            DecodeReason.CONTROL_CHARACTER,
                            String.format("the text holds the control character U+%04X", (int) c),
                            "remove it");
                    return false;
                }
            } else if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(c)) {
                place.error(
                        findings,
                        DecodeReason.INVALID_UTF8,
                        String.format("\\u%04x is one half of a character", (int) c),
                        "write both halves, or the character itself");
                return false;
            }
        }
        return true;
    }

    private @Nullable Boolean bool(Node.Scalar scalar, Place place) {
        String word = scalar.text();
        if (!scalar.quoted() && PlainWords.isTrue(word)) {
            return true;
        }
        if (!scalar.quoted() && PlainWords.isFalse(word)) {
            return false;
        }
        return wrongType(
                "true or false",
                scalar,
                place,
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" -> "write true, without quotes";
                    case "false", "no", "off" -> "write false, without quotes";
                    default -> "";
                });
    }

    private @Nullable BigInteger whole(Node.Scalar scalar, Place place, long least, long most) {
        return whole(scalar, place, BigInteger.valueOf(least), BigInteger.valueOf(most));
    }

    private @Nullable BigInteger whole(
            Node.Scalar scalar, Place place, BigInteger least, BigInteger most) {
        String limits = "a whole number from " + least + " to " + most;
        if (!isFiniteNumber("a whole number", limits, scalar, place)) {
            return null;
        }
        BigInteger whole = Numbers.whole(scalar.text()).orElse(null);
        if (whole == null) {
            return wrongType("a whole number", "a number with a fraction", place, "round it");
        }
        if (whole.compareTo(least) < 0 || whole.compareTo(most) > 0) {
            return outOfRange(scalar, place, limits);
        }
        return whole;
    }

    @Nullable Double number(Node.Scalar scalar, Place place) {
        if (!isFiniteNumber("a number", "a finite number", scalar, place)) {
            return null;
        }
        double number = Numbers.nearest(scalar.text());
        if (Double.isInfinite(number)) {
            return outOfRange(scalar, place, "a number below 1.8e308");
        }
        return number;
    }

    private boolean isFiniteNumber(
            String expected, String limits, Node.Scalar scalar, Place place) {
        String word = scalar.text();
        if (scalar.quoted() || !PlainWords.isNumber(word)) {
            if (!scalar.quoted() && PlainWords.isNotFinite(word)) {
                outOfRange(scalar, place, limits);
            } else {
                wrongType(
                        expected,
                        scalar,
                        place,
                        PlainWords.isNumber(word) ? "remove the quotes" : "");
            }
            return false;
        }
        if (word.length() > Numbers.LONGEST) {
            outOfRange(scalar, place, limits);
            return false;
        }
        return true;
    }

    private @Nullable EnumValueDescriptor word(
            FieldDescriptor field, Node.Scalar scalar, Place place) {
        EnumValueDescriptor value = field.getEnumType().findValueByName(scalar.text());
        return value != null ? value : wrongType(expectation(field), scalar, place, "");
    }

    private @Nullable ByteString bytes(Node.Scalar scalar, Place place) {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(scalar.text()));
        } catch (IllegalArgumentException e) {
            return wrongType("bytes in base64", scalar, place, "");
        }
    }

    private static String words(FieldDescriptor field) {
        return field.getEnumType().getValues().stream()
                .map(EnumValueDescriptor::getName)
                .collect(Collectors.joining(", "));
    }

    @SuppressWarnings(
            "TypeParameterUnusedInFormals") // always null, whatever the caller would have returned
    private <T> @Nullable T outOfRange(Node.Scalar scalar, Place place, String limits) {
        place.error(
                findings,
                DecodeReason.NUMBER_OUT_OF_RANGE,
                Shown.clean(scalar.text()) + " is out of range: expected " + limits,
                "");
        return null;
    }

    @SuppressWarnings(
            "TypeParameterUnusedInFormals") // always null, whatever the caller would have returned
    <T> @Nullable T wrongType(String expected, Node node, Place place, String fix) {
        return wrongType(expected, node.described(), place, fix);
    }

    @SuppressWarnings(
            "TypeParameterUnusedInFormals") // always null, whatever the caller would have returned
    private <T> @Nullable T wrongType(String expected, String got, Place place, String fix) {
        place.error(
                findings, DecodeReason.WRONG_TYPE, "expected " + expected + ", got " + got, fix);
        return null;
    }
}
