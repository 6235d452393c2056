package dev.joch.cli.output;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of a path as cells, sort keys and conditions see them. */
public final class JsonPathValues {

    private JsonPathValues() {}

    /** What the path leads to, as one text; lists with commas, structures by their size. */
    public static String text(JsonPath path, @Nullable Object document) {
        return path.find(document).stream()
                .map(JsonPathValues::cell)
                .collect(Collectors.joining(","));
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list ->
                    list.stream().map(JsonPathValues::cell).collect(Collectors.joining(","));
            case Map<?, ?> map -> map.size() + " fields";
            case Object other -> other.toString();
        };
    }

    /** Numbers by size, everything else by its letters. */
    public static int compare(String left, String right) {
        try {
            return new java.math.BigDecimal(left).compareTo(new java.math.BigDecimal(right));
        } catch (NumberFormatException e) {
            return left.compareTo(right);
        }
    }
}
