package dev.joch.resource.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.joch.resource.field.InvalidPatchException.Fault;

import java.util.List;
import java.util.function.Consumer;

/**
 * RFC 6902 on plain JSON. What {@code copy} makes is bounded, because a few operations could
 * otherwise fill the memory.
 */
final class JsonPatch {
    private static final int MAX_OPERATIONS = 10_000;
    private static final int MAX_COPIED = 100_000;
    private static final int MAX_DEPTH = 64;
    private static final String SHAPE =
            "write a list of {op, path, value} as RFC 6902 says,"
                    + " op one of add, remove, replace, move, copy, test";

    private final Consumer<JsonPointers.Place> mayChange;
    private JsonNode root;
    private int number;
    private int copied;

    private JsonPatch(JsonNode root, Consumer<JsonPointers.Place> mayChange) {
        this.root = root;
        this.mayChange = mayChange;
    }

    /**
     * The patched value. The target stays as it is.
     *
     * @param mayChange refuses, by an exception, what the patch may not change
     */
    static JsonNode apply(
            JsonNode target, JsonNode operations, Consumer<JsonPointers.Place> mayChange) {
        if (!operations.isArray() || operations.size() > MAX_OPERATIONS) {
            throw new InvalidPatchException(
                    Fault.MALFORMED,
                    -1,
                    "",
                    "a JSON patch is a list of at most 10000 operations",
                    SHAPE);
        }
        JsonPatch patch = new JsonPatch(target.deepCopy(), mayChange);
        for (JsonNode operation : operations) {
            patch.apply(operation);
            patch.number++;
        }
        return patch.root;
    }

    private void apply(JsonNode operation) {
        String op = text(operation, "op");
        JsonPointers.Place place = place(operation, "path");
        if (!op.equals("test")) {
            mayChange.accept(place);
        }
        switch (op) {
            case "add" -> add(place, value(operation));
            case "remove" -> remove(place);
            case "replace" -> replace(place, value(operation));
            case "move" -> move(place(operation, "from"), place);
            case "copy" -> add(place, copyOf(place(operation, "from"), place));
            case "test" -> test(place, value(operation));
            default -> throw refused(Fault.MALFORMED, place, "there is no operation " + op, SHAPE);
        }
    }

    private void move(JsonPointers.Place from, JsonPointers.Place to) {
        mayChange.accept(from);
        if (to.isBelow(from)) {
            throw refused(
                    Fault.MALFORMED, to, "a value cannot move into itself", "choose another path");
        }
        JsonNode value = find(from);
        remove(from);
        add(to, value);
    }

    private JsonNode copyOf(JsonPointers.Place from, JsonPointers.Place to) {
        JsonNode value = find(from);
        copied += weigh(value, MAX_DEPTH - to.keys().size(), to);
        return value.deepCopy();
    }

    private int weigh(JsonNode value, int depthLeft, JsonPointers.Place place) {
        int weight = 1;
        for (JsonNode child : value) {
            if (depthLeft <= 0 || copied + weight > MAX_COPIED) {
                throw refused(
                        Fault.TOO_LARGE, place, "the copies grow too large", "copy less at once");
            }
            weight += weigh(child, depthLeft - 1, place);
        }
        return weight;
    }

    private void test(JsonPointers.Place place, JsonNode expected) {
        JsonNode actual = find(place);
        if (!actual.equals(JsonPatch::compareNumbers, expected)) {
            throw refused(
                    Fault.TEST_FAILED,
                    place,
                    "the test found another value",
                    "read the resource again and decide anew");
        }
    }

    /** Numbers are equal by value, however they are written. */
    private static int compareNumbers(JsonNode left, JsonNode right) {
        boolean same =
                left.isNumber()
                        && right.isNumber()
                        && left.decimalValue().compareTo(right.decimalValue()) == 0;
        return same || left.equals(right) ? 0 : 1;
    }

    private void add(JsonPointers.Place place, JsonNode value) {
        if (place.keys().isEmpty()) {
            root = value;
            return;
        }
        String key = place.keys().getLast();
        switch (parent(place)) {
            case ObjectNode object -> object.set(key, value);
            case ArrayNode array -> {
                int index = key.equals("-") ? array.size() : index(place, array.size());
                array.insert(index, value);
            }
            default -> throw absent(place);
        }
    }

    private void replace(JsonPointers.Place place, JsonNode value) {
        find(place);
        if (place.keys().isEmpty()) {
            root = value;
            return;
        }
        String key = place.keys().getLast();
        switch (parent(place)) {
            case ObjectNode object -> object.set(key, value);
            case ArrayNode array -> array.set(index(place, array.size() - 1), value);
            default -> throw absent(place);
        }
    }

    private void remove(JsonPointers.Place place) {
        find(place);
        if (place.keys().isEmpty()) {
            root = JsonNodeFactory.instance.nullNode();
            return;
        }
        String key = place.keys().getLast();
        switch (parent(place)) {
            case ObjectNode object -> object.remove(key);
            case ArrayNode array -> array.remove(index(place, array.size() - 1));
            default -> throw absent(place);
        }
    }

    private JsonNode parent(JsonPointers.Place place) {
        List<String> keys = place.keys();
        return find(new JsonPointers.Place(keys.subList(0, keys.size() - 1)), place);
    }

    private JsonNode find(JsonPointers.Place place) {
        return find(place, place);
    }

    private JsonNode find(JsonPointers.Place place, JsonPointers.Place wanted) {
        JsonNode found = root;
        for (String key : place.keys()) {
            JsonNode next = found.isArray() ? found.path(JsonPointers.index(key)) : found.path(key);
            if (next.isMissingNode()) {
                throw absent(wanted);
            }
            found = next;
        }
        return found;
    }

    private int index(JsonPointers.Place place, int last) {
        int index = JsonPointers.index(place.keys().getLast());
        if (index < 0 || index > last) {
            throw absent(place);
        }
        return index;
    }

    private String text(JsonNode operation, String field) {
        JsonNode text = operation.path(field);
        if (!text.isTextual()) {
            throw new InvalidPatchException(
                    Fault.MALFORMED, number, "", "the text " + field + " is missing", SHAPE);
        }
        return text.asText();
    }

    private JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw new InvalidPatchException(
                    Fault.MALFORMED,
                    number,
                    operation.path("path").asText(),
                    "the value is missing",
                    SHAPE);
        }
        // later operations may change it, and the caller may send the same patch again
        return value.deepCopy();
    }

    private JsonPointers.Place place(JsonNode operation, String field) {
        String pointer = text(operation, field);
        JsonPointers.Place place =
                JsonPointers.parse(pointer)
                        .orElseThrow(() ->
                                new InvalidPatchException(
                                        Fault.MALFORMED,
                                        number,
                                        pointer,
                                        field + " is no JSON pointer",
                                        "write for example /spec/tools/0/name"))
                        .inOperation(number);
        if (place.keys().size() > MAX_DEPTH) {
            throw refused(Fault.TOO_LARGE, place, "the path is too deep", "stay within 64 levels");
        }
        return place;
    }

    private InvalidPatchException absent(JsonPointers.Place place) {
        return refused(
                Fault.NO_SUCH_PLACE,
                place,
                "there is no such place",
                "add its parent first, or read the resource again");
    }

    private InvalidPatchException refused(
            Fault fault, JsonPointers.Place place, String problem, String fix) {
        return new InvalidPatchException(fault, number, place.toString(), problem, fix);
    }
}
