package dev.joch.resource.field;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what two versions of a resource want. Status and what the server keeps in the metadata
 * play no part. Lists are compared between their common beginning and their common end, so one
 * removed element is one change and does not move all that follow.
 */
public final class ResourceDiff {
    private final List<FieldChange> changes = new ArrayList<>();

    private ResourceDiff() {}

    /**
     * Every difference, in the order of the contract. Null stands for a resource that does not
     * exist.
     */
    public static List<FieldChange> between(@Nullable Resource before, @Nullable Resource after) {
        ResourceDiff diff = new ResourceDiff();
        diff.compareFields(FieldPath.ROOT, fields(before), fields(after));
        return List.copyOf(diff.changes);
    }

    private static Map<String, Value> fields(@Nullable Resource resource) {
        if (resource == null) {
            return Map.of();
        }
        Struct.Builder wanted = Struct.newBuilder();
        wanted.putFields("apiVersion", ValueTree.text(resource.getApiVersion()));
        wanted.putFields("kind", ValueTree.text(resource.getKind()));
        wanted.putFields("metadata", ValueTree.of(ofUser(resource.getMetadata())));
        Kind kind = Kinds.kind(resource.getKind());
        try {
            wanted.putFields("spec", ValueTree.of(kind.specOf(resource)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "the spec of this " + resource.getKind() + " is of another kind", e);
        }
        return wanted.build().getFieldsMap();
    }

    private static ObjectMeta ofUser(ObjectMeta metadata) {
        return metadata.toBuilder()
                .clearTenant()
                .clearUid()
                .clearGeneration()
                .clearResourceVersion()
                .clearCreatedAt()
                .clearDeletedAt()
                .build();
    }

    private void compare(FieldPath path, @Nullable Value before, @Nullable Value after) {
        if (before == null || after == null) {
            changes.add(new FieldChange(path, before, after));
        } else if (before.hasStructValue() && after.hasStructValue()) {
            compareFields(
                    path,
                    before.getStructValue().getFieldsMap(),
                    after.getStructValue().getFieldsMap());
        } else if (before.hasListValue() && after.hasListValue()) {
            compareLists(
                    path,
                    before.getListValue().getValuesList(),
                    after.getListValue().getValuesList());
        } else if (!before.equals(after)) {
            changes.add(new FieldChange(path, before, after));
        }
    }

    private void compareFields(
            FieldPath path, Map<String, Value> before, Map<String, Value> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            compareOne(path.name(name), before.get(name), after.get(name));
        }
    }

    private void compareOne(FieldPath path, @Nullable Value before, @Nullable Value after) {
        if (before != null || after != null) {
            compare(path, before, after);
        }
    }

    private void compareLists(FieldPath path, List<Value> before, List<Value> after) {
        int shorter = Math.min(before.size(), after.size());
        int start = 0;
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        int removed = before.size() - end;
        int added = after.size() - end;
        for (int i = start; i < Math.max(removed, added); i++) {
            compareOne(
                    path.index(i),
                    i < removed ? before.get(i) : null,
                    i < added ? after.get(i) : null);
        }
    }
}
