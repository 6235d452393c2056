package dev.joch.resource.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.field.YamlNames;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.kind.Nearest;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers {@code joch explain agent.spec.framework} out of the contract, without a server. */
public final class Explain {
    /** Deep enough for every kind, and an end where a message contains itself by way of another. */
    private static final int DEEPEST = 12;

    private final Kind kind;
    private final boolean recursive;
    private final Comments comments;
    private final FieldHelps helps;

    private Explain(Kind kind, boolean recursive) {
        this.kind = kind;
        this.recursive = recursive;
        this.comments = Comments.of(kind);
        this.helps = new FieldHelps(comments);
    }

    /**
     * Explains a kind or a field of it.
     *
     * @param path a word for the kind, then YAML names, e.g. {@code ag.spec.tools.name}; indexes
     *     are overlooked
     * @throws UnknownFieldException when there is no such kind or field
     */
    public static Explanation of(String path, boolean recursive) {
        List<String> names =
                Stream.of(path.strip().split("\\.", -1)).map(Explain::withoutIndex).toList();
        String word = names.getFirst();
        Kind kind =
                Kinds.find(word)
                        .orElseThrow(() ->
                                new UnknownFieldException(
                                        "there is no kind " + word, Kinds.suggest(word)));
        return new Explain(kind, recursive).explain(names.subList(1, names.size()));
    }

    private static String withoutIndex(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    private Explanation explain(List<String> names) {
        FieldHelp root = root();
        if (names.isEmpty()) {
            return answer("", root);
        }
        Descriptor message = rootMessage(names.getFirst());
        if (message == null) {
            FieldHelp scalar = rootField(names.getFirst(), root);
            if (names.size() > 1) {
                field(null, names.get(1), names.getFirst());
            }
            return answer(names.getFirst(), scalar);
        }
        String path = names.getFirst();
        FieldHelp help = rootField(path, root);
        help = withFields(help, helps.of(message, depth() - 1));
        @Nullable Descriptor inside = message;
        for (String name : names.subList(1, names.size())) {
            FieldDescriptor field = field(inside, name, path);
            path += "." + field.getJsonName();
            help = helps.of(field, depth());
            inside = FieldHelps.inside(field);
        }
        return answer(path, help);
    }

    private int depth() {
        return recursive ? DEEPEST : 1;
    }

    private FieldDescriptor field(@Nullable Descriptor message, String name, String path) {
        if (message == null) {
            throw new UnknownFieldException(
                    "%s of %s has no fields".formatted(path, kind.kind()), Optional.empty());
        }
        return YamlNames.field(message, name)
                .orElseThrow(() ->
                        new UnknownFieldException(
                                "%s of %s has no field %s".formatted(path, kind.kind(), name),
                                Nearest.to(name, names(message))));
    }

    private static List<String> names(Descriptor message) {
        return message.getFields().stream().map(FieldDescriptor::getJsonName).toList();
    }

    private @Nullable Descriptor rootMessage(String name) {
        return switch (name) {
            case "metadata" -> ObjectMeta.getDescriptor();
            case "spec" -> kind.specDescriptor();
            case "status" -> kind.statusDescriptor();
            default -> null;
        };
    }

    private FieldHelp rootField(String name, FieldHelp root) {
        return root.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new UnknownFieldException(
                                "%s has no field %s".formatted(kind.kind(), name),
                                Nearest.to(
                                        name,
                                        root.fields().stream().map(FieldHelp::name).toList())));
    }

    private FieldHelp root() {
        List<FieldHelp> fields = new ArrayList<>();
        fields.add(plain("apiVersion", "string", versions(), List.of()));
        fields.add(plain("kind", "string", kind.kind() + ".", List.of()));
        fields.add(opened("metadata", ObjectMeta.getDescriptor(), aboutMetadata()));
        fields.add(opened("spec", kind.specDescriptor(), about(kind.specDescriptor())));
        fields.add(opened("status", kind.statusDescriptor(), about(kind.statusDescriptor())));
        return plain(kind.kind(), kind.kind(), about(kind.specDescriptor()), fields);
    }

    private String versions() {
        return kind.apiVersion().equals(Kinds.ALIAS_API_VERSION)
                ? "Group and version: %s.".formatted(kind.apiVersion())
                : "Group and version: %s. %s is accepted too."
                        .formatted(kind.apiVersion(), Kinds.ALIAS_API_VERSION);
    }

    private String about(Descriptor message) {
        return comments.about(message);
    }

    private String aboutMetadata() {
        return comments.about(
                Resource.getDescriptor().findFieldByNumber(Resource.METADATA_FIELD_NUMBER));
    }

    private FieldHelp opened(String name, Descriptor message, String description) {
        return plain(
                name,
                message.getName(),
                description,
                recursive ? helps.of(message, DEEPEST) : List.of());
    }

    private static FieldHelp plain(
            String name, String type, String description, List<FieldHelp> fields) {
        return new FieldHelp(
                name,
                type,
                !name.equals("status"),
                description,
                null,
                List.of(),
                List.of(),
                null,
                null,
                fields);
    }

    private static FieldHelp withFields(FieldHelp help, List<FieldHelp> fields) {
        return plain(help.name(), help.type(), help.description(), fields);
    }

    private Explanation answer(String path, FieldHelp field) {
        return new Explanation(
                kind.kind(),
                kind.group(),
                kind.version(),
                kind.namespaced() ? "Namespaced" : "Cluster",
                kind.plural(),
                kind.shortNames(),
                path,
                field,
                recursive);
    }
}
