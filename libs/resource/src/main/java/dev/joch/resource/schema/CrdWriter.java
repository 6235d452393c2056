package dev.joch.resource.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.field.YamlNames;
import dev.joch.resource.kind.Column;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the CustomResourceDefinition of each kind that users may apply. */
public final class CrdWriter {
    private static final String HEADER =
            "# Generated from the contract by GenerateReference. Change the proto file instead.\n";

    private CrdWriter() {}

    /** File names and contents, e.g. {@code joch.dev_agents.yaml}. */
    public static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        for (Kind kind : Kinds.all()) {
            if (!kind.internal()) {
                files.put(kind.group() + "_" + kind.crdPlural() + ".yaml", yaml(kind));
            }
        }
        return files;
    }

    /** The definition of one kind. */
    public static String yaml(Kind kind) {
        return HEADER + Documents.yaml(tree(kind));
    }

    static Map<String, Object> tree(Kind kind) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("group", kind.group());
        spec.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
        spec.put("names", names(kind));
        spec.put("versions", List.of(version(kind)));

        Map<String, Object> crd = new LinkedHashMap<>();
        crd.put("apiVersion", "apiextensions.k8s.io/v1");
        crd.put("kind", "CustomResourceDefinition");
        crd.put("metadata", Map.of("name", kind.crdPlural() + "." + kind.group()));
        crd.put("spec", spec);
        return crd;
    }

    private static Map<String, Object> names(Kind kind) {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("kind", kind.kind());
        names.put("listKind", kind.kind() + "List");
        names.put("plural", kind.crdPlural());
        names.put("singular", singular(kind));
        if (!kind.shortNames().isEmpty()) {
            names.put("shortNames", kind.shortNames());
        }
        names.put("categories", List.of("joch"));
        return names;
    }

    /** Where the plural is taken by Kubernetes itself, so is the singular. */
    private static String singular(Kind kind) {
        String plural = kind.crdPlural();
        return plural.equals(kind.plural()) || !plural.endsWith("s")
                ? kind.singular()
                : plural.substring(0, plural.length() - 1);
    }

    private static Map<String, Object> version(Kind kind) {
        Map<String, Object> subresources = new LinkedHashMap<>();
        subresources.put("status", Map.of());
        scale(kind).ifPresent(scale -> subresources.put("scale", scale));

        Map<String, Object> version = new LinkedHashMap<>();
        version.put("name", kind.version());
        version.put("served", true);
        version.put("storage", true);
        version.put("subresources", subresources);
        version.put("additionalPrinterColumns", columns(kind));
        version.put("schema", Map.of("openAPIV3Schema", schema(kind)));
        return version;
    }

    private static Map<String, Object> schema(Kind kind) {
        Comments comments = Comments.of(kind);
        MessageSchemas schemas = new MessageSchemas(Dialect.KUBERNETES, comments);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("type", "string"));
        properties.put("kind", Map.of("type", "string"));
        properties.put("metadata", Map.of("type", "object"));
        properties.put("spec", schemas.object(kind.specDescriptor()));
        properties.put("status", schemas.object(kind.statusDescriptor()));

        Map<String, Object> schema = new LinkedHashMap<>();
        String about = comments.about(kind.specDescriptor());
        schema.put("description", about.isEmpty() ? kind.kind() : about);
        schema.put("type", "object");
        schema.put("required", List.of("spec"));
        schema.put("properties", properties);
        return schema;
    }

    /** A kind whose spec and status count replicas can be scaled by Kubernetes. */
    private static Optional<Map<String, Object>> scale(Kind kind) {
        Optional<String> wanted = counted(kind.specDescriptor(), List.of("replicas"));
        Optional<String> present =
                counted(kind.statusDescriptor(), List.of("replicas", "replicasReady"));
        if (wanted.isEmpty() || present.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> scale = new LinkedHashMap<>();
        scale.put("specReplicasPath", ".spec." + wanted.get());
        scale.put("statusReplicasPath", ".status." + present.get());
        return Optional.of(scale);
    }

    private static Optional<String> counted(Descriptor message, List<String> names) {
        return names.stream()
                .filter(name ->
                        YamlNames.field(message, name)
                                .filter(field -> typeOf(field).equals("integer"))
                                .isPresent())
                .findFirst();
    }

    private static List<Map<String, Object>> columns(Kind kind) {
        List<Map<String, Object>> columns = new ArrayList<>();
        for (Column column : kind.columns()) {
            columns.add(
                    column(
                            column.name(),
                            columnType(kind, column.path()),
                            "." + column.path(),
                            column.wide()));
        }
        columns.add(column("PHASE", "string", ".status.phase", false));
        columns.add(column("AGE", "date", ".metadata.creationTimestamp", false));
        return columns;
    }

    private static Map<String, Object> column(String name, String type, String path, boolean wide) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", titled(name));
        column.put("type", type);
        column.put("jsonPath", path);
        if (wide) {
            column.put("priority", 1);
        }
        return column;
    }

    private static String titled(String header) {
        return header.charAt(0) + header.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String columnType(Kind kind, String path) {
        String[] names = path.split("\\.", -1);
        Descriptor message =
                switch (names[0]) {
                    case "spec" -> kind.specDescriptor();
                    case "status" -> kind.statusDescriptor();
                    default -> null;
                };
        for (int i = 1; message != null && i < names.length; i++) {
            Optional<FieldDescriptor> field = YamlNames.field(message, names[i]);
            if (field.isEmpty() || field.get().isRepeated()) {
                return "string";
            }
            if (i == names.length - 1) {
                return typeOf(field.get());
            }
            message =
                    field.get().getJavaType() == FieldDescriptor.JavaType.MESSAGE
                            ? field.get().getMessageType()
                            : null;
        }
        return "string";
    }

    private static String typeOf(FieldDescriptor field) {
        if (field.isRepeated()) {
            return "string";
        }
        return switch (field.getJavaType()) {
            case INT, LONG -> "integer";
            case FLOAT, DOUBLE -> "number";
            case BOOLEAN -> "boolean";
            case MESSAGE ->
                    field.getMessageType().getFullName().equals("google.protobuf.Timestamp")
                            ? "date"
                            : "string";
            case STRING, ENUM, BYTE_STRING -> "string";
        };
    }
}
