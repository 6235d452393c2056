package dev.joch.resource.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** RFC 7386 on plain JSON: null removes, objects are merged, everything else replaces. */
final class MergePatch {
    private MergePatch() {}

    /** The patched value. The target stays as it is. */
    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (target.isObject()) {
            merged.setAll((ObjectNode) target);
        }
        patch.properties()
                .forEach(entry -> {
                    if (entry.getValue().isNull()) {
                        merged.remove(entry.getKey());
                    } else {
                        JsonNode old = merged.path(entry.getKey());
                        merged.set(entry.getKey(), apply(old, entry.getValue()));
                    }
                });
        return merged;
    }
}
