package dev.joch.cli.json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks into a value whose shape is only hoped for: what is not there, or is something else, is
 * empty.
 */
public final class Tree {

    private Tree() {}

    /** The value as a map; empty when it is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** The value as a list; empty when it is none. */
    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    /** What lies at the end of the names. */
    public static @Nullable Object at(@Nullable Object value, String... names) {
        @Nullable Object here = value;
        for (String name : names) {
            here = map(here).get(name);
        }
        return here;
    }

    /** The text or number at the end of the names, as text; empty when there is none. */
    public static String text(@Nullable Object value, String... names) {
        Object found = at(value, names);
        return found == null || found instanceof Map<?, ?> || found instanceof List<?>
                ? ""
                : found.toString();
    }

    /** The same, where absence matters. */
    public static Optional<String> textIn(@Nullable Object value, String... names) {
        return Optional.of(text(value, names)).filter(text -> !text.isEmpty());
    }

    /**
     * The whole number at the end of the names, written as a number or as text; 0 when there is
     * none.
     */
    public static long number(@Nullable Object value, String... names) {
        return switch (at(value, names)) {
            case Number number -> number.longValue();
            case String text -> parsed(text);
            case null, default -> 0;
        };
    }

    private static long parsed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
