package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, strings, numbers, booleans and null. The JDK has none, and an agent shall
 * need no more than the JDK.
 */
public final class Json {

    private Json() {}

    /** Reads a value; numbers without a fraction become {@link Long}, others {@link Double}. */
    public static @Nullable Object read(String text) {
        return new JsonText(text).document();
    }

    /** Reads an object. */
    @SuppressWarnings("unchecked") // every key of an object is text
    public static Map<String, @Nullable Object> readObject(String text) {
        if (read(text) instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new IllegalArgumentException("that is no JSON object");
    }

    /** The object at a member; an empty one when there is none. */
    @SuppressWarnings("unchecked") // every key of an object is text
    public static Map<String, @Nullable Object> object(
            Map<String, @Nullable Object> parent, String member) {
        return parent.get(member) instanceof Map<?, ?> object
                ? (Map<String, @Nullable Object>) object
                : new LinkedHashMap<>();
    }

    /** The list at a member; an empty one when there is none. */
    @SuppressWarnings("unchecked") // whatever is in a list is a value
    public static List<@Nullable Object> list(Map<String, @Nullable Object> parent, String member) {
        return parent.get(member) instanceof List<?> list
                ? (List<@Nullable Object>) list
                : List.of();
    }

    /** The text at a member; empty when there is none. */
    public static String text(Map<String, @Nullable Object> parent, String member) {
        return parent.get(member) instanceof String text ? text : "";
    }

    /** Writes a value on one line. */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case CharSequence text -> quote(text, out);
            case Boolean flag -> out.append(flag);
            case Number number -> number(number, out);
            case Map<?, ?> object -> object(object, out);
            case Iterable<?> list -> list(list, out);
            default -> quote(value.toString(), out);
        }
    }

    private static void number(Number number, StringBuilder out) {
        if (!Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException(number + " cannot be written as JSON");
        }
        out.append(number);
    }

    private static void object(Map<?, ?> object, StringBuilder out) {
        String separator = "{";
        for (Map.Entry<?, ?> member : object.entrySet()) {
            out.append(separator);
            quote(String.valueOf(member.getKey()), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ",";
        }
        out.append(object.isEmpty() ? "{}" : "}");
    }

    private static void list(Iterable<?> list, StringBuilder out) {
        String separator = "[";
        boolean empty = true;
        for (Object element : list) {
            out.append(separator);
            write(element, out);
            separator = ",";
            empty = false;
        }
        out.append(empty ? "[]" : "]");
    }

    private static void quote(CharSequence text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) && !paired(text, i)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(CharSequence text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
