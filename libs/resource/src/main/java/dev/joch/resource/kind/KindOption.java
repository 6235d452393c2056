package dev.joch.resource.kind;

import com.google.protobuf.CodedInputStream;

import dev.joch.schema.v1.KindOptions;
import dev.joch.schema.v1.Scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The option {@code joch.schema.v1.kind} as it comes off the wire. */
final class KindOption implements KindIndex.FieldReader {
    private static final String DEFAULT_VERSION = "v1alpha1";

    private String kind = "";
    private String group = "";
    private String version = DEFAULT_VERSION;
    private String plural = "";
    private String crdPlural = "";
    private int scope;
    private boolean internal;
    private final List<String> shortNames = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    @Override
    public boolean read(int field, CodedInputStream in) throws IOException {
        switch (field) {
            case KindOptions.KIND_FIELD_NUMBER -> kind = in.readString();
            case KindOptions.GROUP_FIELD_NUMBER -> group = in.readString();
            case KindOptions.VERSION_FIELD_NUMBER -> version = in.readString();
            case KindOptions.PLURAL_FIELD_NUMBER -> plural = in.readString();
            case KindOptions.CRD_PLURAL_FIELD_NUMBER -> crdPlural = in.readString();
            case KindOptions.SHORT_NAMES_FIELD_NUMBER -> shortNames.add(in.readString());
            case KindOptions.SCOPE_FIELD_NUMBER -> scope = in.readEnum();
            case KindOptions.INTERNAL_FIELD_NUMBER -> internal = in.readBool();
            case KindOptions.COLUMNS_FIELD_NUMBER -> columns.add(readColumn(in));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Column readColumn(CodedInputStream in) throws IOException {
        String[] texts = {"", ""};
        boolean[] wide = {false};
        KindIndex.readNested(
                in,
                (field, column) -> {
                    switch (field) {
                        case dev.joch.schema.v1.Column.NAME_FIELD_NUMBER ->
                                texts[0] = column.readString();
                        case dev.joch.schema.v1.Column.PATH_FIELD_NUMBER ->
                                texts[1] = column.readString();
                        case dev.joch.schema.v1.Column.WIDE_FIELD_NUMBER ->
                                wide[0] = column.readBool();
                        default -> {
                            return false;
                        }
                    }
                    return true;
                });
        return new Column(texts[0], texts[1], wide[0]);
    }

    String statusMessage() {
        return kind + "Status";
    }

    Kind toKind(MessageType spec, MessageType status) {
        return new Kind(
                kind,
                group,
                version,
                plural,
                shortNames,
                scope == Scope.SCOPE_CLUSTER_VALUE ? Kind.Scope.CLUSTER : Kind.Scope.NAMESPACED,
                columns,
                internal,
                crdPlural.isEmpty() ? plural : crdPlural,
                spec,
                status);
    }
}
