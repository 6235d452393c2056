package dev.joch.testkit.check;

import dev.joch.testkit.history.Operation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Operations that write several resources at once.
 *
 * <p>{@code apply} has the new value by key as its arguments and the new version by key as its
 * result.
 */
public final class Batches {

    public static final String APPLY = "apply";

    private Batches() {}

    /** Each batch as one put per key. */
    static List<Operation> perKey(List<Operation> operations) {
        List<Operation> all = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.name().equals(APPLY)) {
                operation.arguments().forEach((key, value) -> all.add(put(operation, key, value)));
            } else {
                all.add(operation);
            }
        }
        return all;
    }

    private static Operation put(Operation batch, String key, String value) {
        @Nullable String version = batch.result().get(key);
        Map<String, String> result = version == null ? batch.result() : Map.of("version", version);
        return new Operation(
                batch.id(),
                batch.client(),
                RegisterModel.PUT,
                key,
                Map.of("value", value),
                batch.invoked(),
                batch.answered(),
                batch.answer(),
                batch.isOk() && version == null ? Map.of() : result);
    }

    /** What an operation writes: value by key. Empty when it writes no value. */
    static Map<String, String> documents(Operation operation) {
        if (operation.name().equals(APPLY)) {
            return operation.arguments();
        }
        @Nullable String value = operation.arguments().get("value");
        return value == null ? Map.of() : Map.of(operation.key(), value);
    }

    /** The version that was told for a key; null when none was. */
    static @Nullable String version(Operation operation, String key) {
        return operation.name().equals(APPLY)
                ? operation.result().get(key)
                : operation.result().get("version");
    }
}
