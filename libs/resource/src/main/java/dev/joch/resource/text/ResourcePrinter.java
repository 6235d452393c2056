package dev.joch.resource.text;

import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.kind.MessageType;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Base64;

/** Prints the envelope of a resource with the spec and status of its kind inside. */
final class ResourcePrinter {
    private static final SerializedString API_VERSION = new SerializedString("apiVersion");
    private static final SerializedString KIND = new SerializedString("kind");
    private static final SerializedString METADATA = new SerializedString("metadata");
    private static final SerializedString SPEC = new SerializedString("spec");
    private static final SerializedString STATUS = new SerializedString("status");
    private static final SerializedString ITEMS = new SerializedString("items");
    private static final String LIST = "List";

    private ResourcePrinter() {}

    static void print(Resource resource, TreeSink sink) throws IOException {
        Kind kind = Kinds.named(resource.getKind()).orElse(null);
        sink.startMapping();
        text(API_VERSION, resource.getApiVersion(), sink);
        text(KIND, resource.getKind(), sink);
        if (resource.hasMetadata()) {
            sink.field(METADATA);
            MessagePrinter.of(resource.getMetadata()).print(resource.getMetadata(), sink);
        }
        if (resource.hasSpec()) {
            sink.field(SPEC);
            body(resource.getSpec(), kind == null ? null : kind.spec(), sink);
        }
        if (resource.hasStatus()) {
            sink.field(STATUS);
            body(resource.getStatus(), kind == null ? null : kind.status(), sink);
        }
        sink.endMapping();
    }

    static void printList(ListMeta meta, Iterable<Resource> items, TreeSink sink)
            throws IOException {
        sink.startMapping();
        text(API_VERSION, Kinds.ALIAS_API_VERSION, sink);
        text(KIND, LIST, sink);
        sink.field(METADATA);
        sink.startMapping();
        optional("resourceVersion", meta.resourceVersion(), sink);
        optional("continue", meta.continueToken(), sink);
        sink.endMapping();
        sink.field(ITEMS);
        sink.startSequence();
        for (Resource item : items) {
            print(item, sink);
        }
        sink.endSequence();
        sink.endMapping();
    }

    /** A message by its type; one that this program does not know is printed as the bytes it is. */
    static void any(Any any, TreeSink sink) throws IOException {
        sink.startMapping();
        sink.key("@type");
        sink.text(any.getTypeUrl());
        sink.key("value");
        sink.text(Base64.getEncoder().encodeToString(any.getValue().toByteArray()));
        sink.endMapping();
    }

    private static void body(Any any, @Nullable MessageType type, TreeSink sink)
            throws IOException {
        if (type == null || !type.matches(any)) {
            any(any, sink);
            return;
        }
        try {
            Message message = type.unpack(any);
            MessagePrinter.of(message).print(message, sink);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the bytes are no " + type.fullName(), e);
        }
    }

    private static void optional(String key, String value, TreeSink sink) throws IOException {
        if (!value.isEmpty()) {
            sink.key(key);
            sink.text(value);
        }
    }

    private static void text(SerializedString name, String value, TreeSink sink)
            throws IOException {
        if (!value.isEmpty()) {
            sink.field(name);
            sink.text(value);
        }
    }
}
