package dev.joch.resourcestore.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.v1.ChangeType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Versions as the columns of a row, the same for every SQL backend. */
final class StoredBytes {

    private static final byte[] NOTHING = {};

    private StoredBytes() {}

    static Version version(
            long revision,
            int type,
            long previous,
            long committedAt,
            byte[] body,
            byte[] refs,
            String traceparent) {
        Resource resource = resource(body);
        ChangeType change = ChangeType.forNumber(type);
        if (change == null) {
            throw new IllegalStateException(
                    "revision " + revision + " has the unknown type " + type);
        }
        return new Version(
                Key.of(resource),
                revision,
                previous,
                change,
                time(committedAt),
                resource,
                keys(refs, resource.getMetadata().getTenant()),
                traceparent);
    }

    static Resource resource(byte[] body) {
        try {
            return Resource.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds a resource that cannot be read", e);
        }
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Keys of the tenant itself, each with its length before it. */
    static byte[] bytes(List<Key> keys) {
        if (keys.isEmpty()) {
            return NOTHING;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (Key key : keys) {
                out.writeMessageNoTag(key.toProto().toBuilder().clearTenant().build());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory took no bytes", e);
        }
        return bytes.toByteArray();
    }

    static List<Key> keys(byte[] bytes, String tenant) {
        if (bytes.length == 0) {
            return List.of();
        }
        List<Key> keys = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            while (!in.isAtEnd()) {
                ResourceKey key = ResourceKey.parseFrom(in.readByteArray());
                keys.add(new Key(tenant, key.getKind(), key.getNamespace(), key.getName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the store holds references that cannot be read", e);
        }
        return keys;
    }
}
