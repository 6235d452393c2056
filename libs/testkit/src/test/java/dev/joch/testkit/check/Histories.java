package dev.joch.testkit.check;

import dev.joch.testkit.history.Answer;
import dev.joch.testkit.history.Operation;
import dev.joch.testkit.history.Sighting;

import java.util.LinkedHashMap;
import java.util.Map;

/** Short words for hand-written histories. Times are small numbers. */
final class Histories {

    private static long ids;

    private Histories() {}

    static Operation created(long from, long to, String value, long version) {
        return ok("create", from, to, Map.of("value", value), versioned(version));
    }

    static Operation put(long from, long to, String value, long version) {
        return ok("put", from, to, Map.of("value", value), versioned(version));
    }

    static Operation update(long from, long to, String value, long expected, long version) {
        return ok(
                "update",
                from,
                to,
                Map.of("value", value, "version", "" + expected),
                versioned(version));
    }

    static Operation conflict(long from, long to, String value, long expected) {
        return new Operation(
                ++ids,
                "c",
                "update",
                "k",
                Map.of("value", value, "version", "" + expected),
                from,
                to,
                Answer.REFUSED,
                Map.of(Operation.REASON, RegisterModel.CONFLICT));
    }

    static Operation delete(long from, long to) {
        return ok("delete", from, to, Map.of(), Map.of());
    }

    static Operation read(long from, long to, String value, long version) {
        return ok("read", from, to, Map.of(), Map.of("value", value, "version", "" + version));
    }

    static Operation readNothing(long from, long to) {
        return ok("read", from, to, Map.of(), Map.of());
    }

    static Operation unknown(String name, long from, Map<String, String> arguments) {
        return new Operation(
                ++ids, "c", name, "k", arguments, from, Long.MAX_VALUE, Answer.UNKNOWN, Map.of());
    }

    /** A batch; words are key=value or key=value@version. */
    static Operation apply(Answer answer, String... documents) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> versions = new LinkedHashMap<>();
        for (String document : documents) {
            String[] parts = document.split("[=@]", -1);
            values.put(parts[0], parts[1]);
            if (parts.length > 2 && answer == Answer.OK) {
                versions.put(parts[0], parts[2]);
            }
        }
        long end = answer == Answer.UNKNOWN ? Long.MAX_VALUE : 2;
        return new Operation(++ids, "c", "apply", "", values, 1, end, answer, versions);
    }

    static Operation last(String key, String value) {
        Map<String, String> result =
                value.isEmpty() ? Map.of() : Map.of("value", value, "version", "1");
        return new Operation(++ids, "c", "last", key, Map.of(), 1, 2, Answer.OK, result);
    }

    static Sighting seen(Sighting.Type type, long revision, String key, String value) {
        return new Sighting("w", type, revision, key, value);
    }

    private static Operation ok(
            String name,
            long from,
            long to,
            Map<String, String> arguments,
            Map<String, String> result) {
        return new Operation(++ids, "c", name, "k", arguments, from, to, Answer.OK, result);
    }

    private static Map<String, String> versioned(long version) {
        return Map.of("version", "" + version);
    }
}
