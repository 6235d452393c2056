package dev.joch.cli.manifest;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of a resource that a user writes: what could be applied to get it. */
public final class Intent {
    private static final List<String> METADATA =
            List.of("name", "namespace", "labels", "annotations", "finalizers");

    private Intent() {}

    public static Map<String, @Nullable Object> of(@Nullable Object document) {
        return build(document, METADATA);
    }

    /**
     * The same, tied to the version that was read: an apply is refused when somebody was faster.
     */
    public static Map<String, @Nullable Object> ofVersion(@Nullable Object document) {
        return build(
                document,
                List.of(
                        "name",
                        "namespace",
                        "labels",
                        "annotations",
                        "finalizers",
                        "resourceVersion"));
    }

    private static Map<String, @Nullable Object> build(
            @Nullable Object document, List<String> fields) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        for (String field : fields) {
            Object value = Tree.at(document, "metadata", field);
            if (value != null
                    && !value.equals("")
                    && !value.equals(List.of())
                    && !value.equals(Map.of())) {
                metadata.put(field, value);
            }
        }
        Map<String, @Nullable Object> intent = new LinkedHashMap<>();
        intent.put("apiVersion", Tree.text(document, "apiVersion"));
        intent.put("kind", Tree.text(document, "kind"));
        intent.put("metadata", metadata);
        intent.put("spec", Tree.at(document, "spec"));
        return intent;
    }
}
