package dev.joch.cli.fake;

import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents of the fake server, and the two forms in which lists are answered. */
public final class StoredResources {
    private final Map<String, List<Object>> byPlural = new LinkedHashMap<>();

    /** Keeps an agent. */
    public StoredResources agent(String namespace, String name, String phase, String created) {
        return add(
                "agents",
                """
                {"apiVersion":"joch.dev/v1alpha1","kind":"Agent","metadata":{"namespace":"%s","name":"%s","uid":"u-%s",
                 "generation":2,"resourceVersion":"7","creationTimestamp":"%s","labels":{"env":"prod","team":"a"}},
                 "spec":{"displayName":"%s","framework":{"adapterRef":{"name":"langgraph"}},"tools":[{"name":"search"},{"name":"send"}]},
                 "status":{"phase":"%s"}}
                """
                        .formatted(
                                namespace,
                                name,
                                name,
                                created,
                                name.toUpperCase(java.util.Locale.ROOT),
                                phase));
    }

    public StoredResources add(String plural, String json) {
        byPlural.computeIfAbsent(plural, key -> new ArrayList<>()).add(JsonReader.read(json));
        return this;
    }

    Object find(String namespace, String plural, String name) {
        return inside(namespace, plural).stream()
                .filter(document -> Tree.text(document, "metadata", "name").equals(name))
                .findFirst()
                .orElse(null);
    }

    String list(String namespace, String plural, Map<String, String> query, boolean table) {
        List<Object> documents =
                new ArrayList<>(plural.equals("resources") ? all() : inside(namespace, plural));
        String field = query.getOrDefault("fieldSelector", "");
        if (field.startsWith("metadata.name=")) {
            documents.removeIf(document ->
                    !Tree.text(document, "metadata", "name").equals(field.substring(14)));
        }
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to =
                Math.min(
                        documents.size(),
                        from + Integer.parseInt(query.getOrDefault("limit", "100")));
        String next = to < documents.size() ? String.valueOf(to) : "";
        if (table) {
            return table(plural, documents.subList(from, to), namespace.isEmpty(), next);
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("items", documents.subList(from, to));
        list.put("metadata", Map.of("continue", next, "resourceVersion", "41"));
        return JsonWriter.line(list);
    }

    String table(String plural, List<Object> documents) {
        return table(plural, documents, false, "");
    }

    private static String table(
            String plural, List<Object> documents, boolean namespaces, String next) {
        List<Object> rows = new ArrayList<>();
        for (Object document : documents) {
            List<Object> cells = new ArrayList<>();
            if (namespaces) {
                cells.add(Tree.text(document, "metadata", "namespace"));
            }
            cells.add(Tree.text(document, "metadata", "name"));
            cells.add(Tree.text(document, "spec", "framework", "adapterRef", "name"));
            cells.add(Tree.text(document, "status", "phase"));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("cells", cells);
            row.put("name", Tree.text(document, "metadata", "name"));
            row.put("namespace", Tree.text(document, "metadata", "namespace"));
            row.put("creationTimestamp", Tree.text(document, "metadata", "creationTimestamp"));
            rows.add(row);
        }
        List<Object> columns = new ArrayList<>();
        for (String name :
                List.of(
                        "NAMESPACE",
                        "NAME",
                        plural.equals("agents") ? "FRAMEWORK" : "OF",
                        "PHASE",
                        "AGE")) {
            if (namespaces || !name.equals("NAMESPACE")) {
                columns.add(Map.of("name", name, "wide", false));
            }
        }
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("kind", "Table");
        table.put("columns", columns);
        table.put("rows", rows);
        table.put("continue", next);
        table.put("resourceVersion", "41");
        return JsonWriter.line(table);
    }

    static String history(Object document) {
        return """
        {"versions":[
          {"revision":"7","committedAt":"2026-05-10T09:00:00Z","type":"MODIFIED","resource":%s},
          {"revision":"3","committedAt":"2026-05-10T08:00:00Z","type":"ADDED","resource":{"kind":"Agent","metadata":{"name":"x","generation":1}}}
        ]}\
        """
                .formatted(JsonWriter.line(document));
    }

    private List<Object> inside(String namespace, String plural) {
        return byPlural.getOrDefault(plural, List.of()).stream()
                .filter(document ->
                        namespace.isEmpty()
                                || Tree.text(document, "metadata", "namespace").equals(namespace))
                .toList();
    }

    private List<Object> all() {
        return byPlural.values().stream().flatMap(List::stream).toList();
    }
}
