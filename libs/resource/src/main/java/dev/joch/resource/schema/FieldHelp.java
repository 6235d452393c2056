package dev.joch.resource.schema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What there is to know about one field.
 *
 * @param name in YAML
 * @param type e.g. {@code string}, {@code []Ref}, {@code map[string]Ref}
 * @param required whether it has to be written
 * @param description from the comments of the contract
 * @param defaultValue what admission fills in
 * @param allowed the only values it may have; empty when any
 * @param limits further limits as sentences
 * @param reference kind of the resource that it names
 * @param example a sample value
 * @param fields fields inside it; empty for a scalar, or where nobody asked for that depth
 */
public record FieldHelp(
        String name,
        String type,
        boolean required,
        String description,
        @Nullable String defaultValue,
        List<String> allowed,
        List<String> limits,
        @Nullable String reference,
        @Nullable String example,
        List<FieldHelp> fields) {

    public FieldHelp {
        allowed = List.copyOf(allowed);
        limits = List.copyOf(limits);
        fields = List.copyOf(fields);
    }
}
