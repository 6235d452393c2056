package dev.joch.resource.text;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.kind.MessageType;
import dev.joch.resource.kind.Nearest;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Binds one document to the envelope of a resource and to the spec and status of its kind. */
final class DocumentBinder {
    private static final List<String> FIELDS =
            List.of("apiVersion", "kind", "metadata", "spec", "status");

    private final Findings findings;
    private final ScalarBinder scalars;
    private final MessageBinder messages;
    private final boolean acceptStatus;

    DocumentBinder(Findings findings, boolean acceptStatus) {
        this.findings = findings;
        this.scalars = new ScalarBinder(findings, false);
        this.messages = new MessageBinder(findings, false);
        this.acceptStatus = acceptStatus;
    }

    /** {@code Kind/namespace/name} as far as it can be read. */
    static String label(Node root) {
        if (!(root instanceof Node.Mapping mapping)) {
            return "";
        }
        String namespace = "";
        String name = "";
        if (mapping.value("metadata") instanceof Node.Mapping metadata) {
            namespace = word(metadata.value("namespace"));
            name = word(metadata.value("name"));
        }
        String label = word(mapping.value("kind"));
        label += namespace.isEmpty() ? "" : "/" + namespace;
        return Shown.label(label + (name.isEmpty() ? "" : "/" + name));
    }

    private static String word(@Nullable Node node) {
        return node instanceof Node.Scalar scalar && !scalar.isNull() ? scalar.text() : "";
    }

    Resource bind(Node root) {
        Place place = Place.of(root);
        Resource.Builder resource = Resource.newBuilder();
        if (!(root instanceof Node.Mapping document)) {
            scalars.wrongType(
                    "a resource with apiVersion, kind, metadata and spec", root, place, "");
            return resource.build();
        }
        for (Node.Entry entry : document.entries()) {
            if (!FIELDS.contains(entry.key())) {
                unknownField(entry, place.key(entry));
            }
        }
        Kind kind = kind(document, place, resource);
        apiVersion(document, place, kind, resource);
        metadata(document, place, resource);
        if (kind != null) {
            Any spec = body(written(document, "spec"), kind.spec(), place);
            if (spec != null) {
                resource.setSpec(spec);
            }
            status(written(document, "status"), kind, place, resource);
        }
        return resource.build();
    }

    private @Nullable Kind kind(Node.Mapping document, Place place, Resource.Builder resource) {
        Node.Entry entry = written(document, "kind");
        if (entry == null) {
            missing(place.missing("kind"), "write kind: Agent, or what it is");
            return null;
        }
        String word = text(entry, place);
        if (word == null) {
            return null;
        }
        resource.setKind(word);
        Kind kind = Kinds.named(word).orElse(null);
        if (kind == null) {
            place.entry(entry)
                    .error(
                            findings,
                            DecodeReason.UNKNOWN_KIND,
                            "there is no kind " + Shown.quoted(word),
                            Kinds.find(word)
                                    .map(Kind::kind)
                                    .or(() -> Nearest.to(word, kindNames()))
                                    .map(nearest -> "did you mean \"" + nearest + "\"?")
                                    .orElse("`joch explain` lists the kinds"));
        }
        return kind;
    }

    private static List<String> kindNames() {
        return Kinds.all().stream().map(Kind::kind).toList();
    }

    private void apiVersion(
            Node.Mapping document, Place place, @Nullable Kind kind, Resource.Builder resource) {
        Node.Entry entry = written(document, "apiVersion");
        String right = kind == null ? Kinds.ALIAS_API_VERSION : kind.apiVersion();
        if (entry == null) {
            missing(place.missing("apiVersion"), "write apiVersion: " + right);
            return;
        }
        String word = text(entry, place);
        if (word == null) {
            return;
        }
        resource.setApiVersion(kind == null ? word : right);
        if (kind != null && !word.equals(right) && !word.equals(Kinds.ALIAS_API_VERSION)) {
            place.entry(entry)
                    .error(
                            findings,
                            DecodeReason.GROUP_MISMATCH,
                            kind.kind() + " is not in " + Shown.quoted(word),
                            "write apiVersion: " + right);
        }
    }

    private void metadata(Node.Mapping document, Place place, Resource.Builder resource) {
        Node.Entry entry = written(document, "metadata");
        if (entry == null) {
            missing(place.missing("metadata", "name"), "write metadata: { name: ... }");
            return;
        }
        Place at = place.entry(entry);
        if (!(entry.value() instanceof Node.Mapping metadata)) {
            scalars.wrongType("an object", entry.value(), at, "");
            return;
        }
        messages.bind(metadata, resource.getMetadataBuilder(), at);
        Node.Entry name = written(metadata, "name");
        if (name == null || (name.value() instanceof Node.Scalar word && word.text().isEmpty())) {
            missing(at.missing("name"), "give the resource a name");
        }
    }

    private void status(
            Node.@Nullable Entry entry, Kind kind, Place place, Resource.Builder resource) {
        if (entry == null) {
            return;
        }
        if (!acceptStatus) {
            place.entry(entry)
                    .warning(
                            findings,
                            DecodeReason.STATUS_IGNORED,
                            "the status is written by the server; this one is ignored",
                            "");
            return;
        }
        Any status = body(entry, kind.status(), place);
        if (status != null) {
            resource.setStatus(status);
        }
    }

    private @Nullable Any body(Node.@Nullable Entry entry, MessageType type, Place place) {
        if (entry == null) {
            return null;
        }
        Place at = place.entry(entry);
        if (!(entry.value() instanceof Node.Mapping mapping)) {
            scalars.wrongType("an object", entry.value(), at, "");
            return null;
        }
        Message.Builder message = type.newBuilder();
        messages.bind(mapping, message, at);
        return type.pack(message.buildPartial());
    }

    private @Nullable String text(Node.Entry entry, Place place) {
        Place at = place.entry(entry);
        if (entry.value() instanceof Node.Scalar scalar) {
            return scalars.text(scalar, at);
        }
        return scalars.wrongType("text", entry.value(), at, "");
    }

    /** The entry, unless it is not there or holds nothing. */
    private static Node.@Nullable Entry written(Node.Mapping mapping, String key) {
        Node.Entry entry = mapping.entry(key);
        return entry != null && entry.value() instanceof Node.Scalar scalar && scalar.isNull()
                ? null
                : entry;
    }

    private void missing(Place place, String fix) {
        place.error(findings, DecodeReason.MISSING_FIELD, place.trail() + " is missing", fix);
    }

    private void unknownField(Node.Entry entry, Place place) {
        place.error(
                findings,
                DecodeReason.UNKNOWN_FIELD,
                "there is no field " + Shown.quoted(entry.key()) + " here",
                Nearest.to(entry.key(), FIELDS)
                        .map(nearest -> "did you mean \"" + nearest + "\"?")
                        .orElse("known here: " + String.join(", ", FIELDS)));
    }
}
