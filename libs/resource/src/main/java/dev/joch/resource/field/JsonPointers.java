package dev.joch.resource.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** RFC 6901. */
final class JsonPointers {
    private static final int MAX_DIGITS = 9;

    /** A place in a JSON value, and the operation that speaks of it. */
    record Place(List<String> keys, int operation) {
        Place(List<String> keys) {
            this(keys, -1);
        }

        Place {
            keys = List.copyOf(keys);
        }

        Place inOperation(int number) {
            return new Place(keys, number);
        }

        boolean isBelow(Place other) {
            return keys.size() > other.keys.size()
                    && keys.subList(0, other.keys.size()).equals(other.keys);
        }

        @Override
        public String toString() {
            StringBuilder pointer = new StringBuilder();
            for (String key : keys) {
                pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
            }
            return pointer.toString();
        }
    }

    private JsonPointers() {}

    /** The place that a pointer names; empty for a text that is no pointer. */
    static Optional<Place> parse(String pointer) {
        if (pointer.isEmpty()) {
            return Optional.of(new Place(List.of()));
        }
        if (pointer.charAt(0) != '/') {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        for (String key : pointer.substring(1).split("/", -1)) {
            if (!isEscapedWell(key)) {
                return Optional.empty();
            }
            keys.add(key.replace("~1", "/").replace("~0", "~"));
        }
        return Optional.of(new Place(keys));
    }

    private static boolean isEscapedWell(String key) {
        for (int at = key.indexOf('~'); at >= 0; at = key.indexOf('~', at + 1)) {
            if (at + 1 == key.length() || key.charAt(at + 1) != '0' && key.charAt(at + 1) != '1') {
                return false;
            }
        }
        return true;
    }

    /** The number that a key of a list stands for; -1 for a key that is no index. */
    static int index(String key) {
        boolean digits = !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean leadingZero = key.length() > 1 && key.charAt(0) == '0';
        return digits && !leadingZero && key.length() <= MAX_DIGITS ? Integer.parseInt(key) : -1;
    }
}
