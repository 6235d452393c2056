package dev.joch.resource.field;

import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * One difference between two versions of a resource.
 *
 * @param path where, in YAML names. An index counts in the old list for a removal, in the new one
 *     otherwise
 * @param before value that was there; absent for an addition
 * @param after value that is there now; absent for a removal
 */
public record FieldChange(FieldPath path, @Nullable Value before, @Nullable Value after) {

    /** What happened to the value. */
    public enum Op {
        ADD,
        REMOVE,
        REPLACE;

        /** The word on the wire: {@code add}, {@code remove} or {@code replace}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FieldChange {
        if (before == null && after == null) {
            throw new IllegalArgumentException("nothing changed at " + path);
        }
    }

    public Op op() {
        if (before == null) {
            return Op.ADD;
        }
        return after == null ? Op.REMOVE : Op.REPLACE;
    }
}
