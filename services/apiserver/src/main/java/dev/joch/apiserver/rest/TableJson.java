package dev.joch.apiserver.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.joch.resource.field.ResourceTable;
import dev.joch.resource.kind.Column;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Resources as rows of text, so that a client can show kinds it has never heard of.
 *
 * @param wide also the columns that are too much for an ordinary terminal
 * @param namespaces begin with the namespace
 */
record TableJson(boolean wide, boolean namespaces) {

    /** One table where all resources are of one kind, else one for each kind. */
    byte[] page(List<Resource> resources, List<Kind> asked, String token, String resourceVersion) {
        Map<Kind, List<Resource>> byKind = new LinkedHashMap<>();
        asked.forEach(kind -> byKind.put(kind, new ArrayList<>()));
        for (Resource resource : resources) {
            byKind.computeIfAbsent(Kinds.kind(resource.getKind()), kind -> new ArrayList<>())
                    .add(resource);
        }
        boolean single = asked.size() == 1;
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("kind", single ? "Table" : "TableList");
            if (single) {
                Map.Entry<Kind, List<Resource>> only = byKind.entrySet().iterator().next();
                columnsAndRows(only.getKey(), only.getValue(), json);
            } else {
                tables(byKind, json);
            }
            json.writeStringField("continue", token);
            json.writeStringField("resourceVersion", resourceVersion);
            json.writeEndObject();
        });
    }

    private void tables(Map<Kind, List<Resource>> byKind, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("tables");
        for (Map.Entry<Kind, List<Resource>> entry : byKind.entrySet()) {
            table(entry.getKey(), entry.getValue(), json);
        }
        json.writeEndArray();
    }

    /** One resource. */
    void one(Resource resource, JsonGenerator json) throws IOException {
        table(Kinds.kind(resource.getKind()), List.of(resource), json);
    }

    private void table(Kind kind, List<Resource> resources, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", "Table");
        columnsAndRows(kind, resources, json);
        json.writeEndObject();
    }

    private void columnsAndRows(Kind kind, List<Resource> resources, JsonGenerator json)
            throws IOException {
        ResourceTable table = ResourceTable.of(kind, resources, wide, namespaces);
        Set<String> wideOnes =
                kind.columns().stream()
                        .filter(Column::wide)
                        .map(Column::name)
                        .collect(Collectors.toSet());
        json.writeStringField("of", kind.kind());
        json.writeArrayFieldStart("columns");
        for (String header : table.headers()) {
            json.writeStartObject();
            json.writeStringField("name", header);
            json.writeBooleanField("wide", wideOnes.contains(header));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (int i = 0; i < resources.size(); i++) {
            row(table.rows().get(i), resources.get(i), json);
        }
        json.writeEndArray();
    }

    private static void row(ResourceTable.Row row, Resource resource, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("cells");
        for (String cell : row.cells()) {
            json.writeString(cell);
        }
        json.writeEndArray();
        json.writeStringField("name", resource.getMetadata().getName());
        json.writeStringField("namespace", resource.getMetadata().getNamespace());
        json.writeStringField("kind", resource.getKind());
        var created = row.createdAt();
        if (created != null) {
            json.writeStringField("creationTimestamp", created.toString());
        }
        json.writeEndObject();
    }
}
