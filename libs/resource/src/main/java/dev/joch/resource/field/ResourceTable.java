package dev.joch.resource.field;

import com.google.protobuf.Timestamp;

import dev.joch.resource.kind.Column;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.v1alpha1.Condition;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Resources of one kind as rows of text. The server makes them, so a client shows kinds that it has
 * never heard of.
 *
 * @param headers titles of the cells; the last one is {@code AGE}, for which a row holds no cell
 *     but the time of creation, because only the reader knows what time it is
 */
public record ResourceTable(List<String> headers, List<Row> rows) {
    private static final FieldPath PHASE = FieldPath.parse("status.phase");
    private static final FieldPath CONDITIONS = FieldPath.parse("status.conditions");

    /**
     * One resource.
     *
     * @param cells one text per header but the last; empty where nothing is known
     * @param createdAt when the resource was first stored, where that is known
     */
    public record Row(List<String> cells, @Nullable Instant createdAt) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    public ResourceTable {
        headers = List.copyOf(headers);
        rows = List.copyOf(rows);
    }

    /**
     * Lays resources out.
     *
     * @param wide also the columns that are too much for an ordinary terminal
     * @param namespaceColumn begin with the namespace, as a list over several namespaces needs it
     */
    public static ResourceTable of(
            Kind kind, Collection<Resource> resources, boolean wide, boolean namespaceColumn) {
        boolean namespaces = namespaceColumn && kind.namespaced();
        List<Column> columns =
                kind.columns().stream().filter(column -> wide || !column.wide()).toList();
        List<FieldPath> paths =
                columns.stream().map(column -> FieldPath.parse(column.path())).toList();
        List<String> headers = new ArrayList<>();
        if (namespaces) {
            headers.add("NAMESPACE");
        }
        headers.add("NAME");
        columns.forEach(column -> headers.add(column.name()));
        headers.add("PHASE");
        headers.add("AGE");
        List<Row> rows =
                resources.stream().map(resource -> row(resource, paths, namespaces)).toList();
        return new ResourceTable(headers, rows);
    }

    private static Row row(Resource resource, List<FieldPath> columns, boolean namespaces) {
        ObjectMeta metadata = resource.getMetadata();
        List<String> cells = new ArrayList<>();
        if (namespaces) {
            cells.add(metadata.getNamespace());
        }
        cells.add(metadata.getName());
        for (FieldPath column : columns) {
            cells.add(column.readText(resource).orElse(""));
        }
        cells.add(phase(resource));
        return new Row(cells, metadata.hasCreatedAt() ? instant(metadata.getCreatedAt()) : null);
    }

    /**
     * What is going away says so first; a resource without a phase shows what its condition says.
     */
    private static String phase(Resource resource) {
        if (resource.getMetadata().hasDeletedAt()) {
            return "Deleting";
        }
        return PHASE.readText(resource).or(() -> ready(resource)).orElse("");
    }

    private static Optional<String> ready(Resource resource) {
        List<?> conditions = CONDITIONS.read(resource).map(List.class::cast).orElse(List.of());
        return conditions.stream()
                .map(Condition.class::cast)
                .filter(condition -> condition.getType().equals("Ready"))
                .map(condition -> condition.getStatus().equals("True") ? "Ready" : "NotReady")
                .findFirst();
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
