package dev.joch.policy.decide;

import com.google.protobuf.Value;

import dev.cel.common.values.NullValue;
import dev.joch.policy.fact.FactType;
import dev.joch.policy.rule.FactValues;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values of the wire as expressions have them. */
final class PlainValues {

    private PlainValues() {}

    /** {@link FactValues#ERROR} when it is not of that type. */
    static Object of(Value value, FactType type) {
        return switch (type) {
            case TEXT -> value.hasStringValue() ? value.getStringValue() : FactValues.ERROR;
            case FLAG -> value.hasBoolValue() ? value.getBoolValue() : FactValues.ERROR;
            case NUMBER ->
                    value.hasNumberValue() && !Double.isNaN(value.getNumberValue())
                            ? (Object) value.getNumberValue()
                            : FactValues.ERROR;
            case COUNT ->
                    value.hasNumberValue()
                                    && value.getNumberValue() == Math.rint(value.getNumberValue())
                            ? (Object) (long) value.getNumberValue()
                            : FactValues.ERROR;
            case WORDS -> texts(value);
            case LABELS -> labels(value);
            case TREE -> value.hasStructValue() ? of(value) : FactValues.ERROR;
        };
    }

    private static Object texts(Value value) {
        if (value.hasStringValue()) {
            return List.of(value.getStringValue());
        }
        boolean texts =
                value.hasListValue()
                        && value.getListValue().getValuesList().stream()
                                .allMatch(Value::hasStringValue);
        return texts
                ? value.getListValue().getValuesList().stream().map(Value::getStringValue).toList()
                : FactValues.ERROR;
    }

    private static Object labels(Value value) {
        if (!value.hasStructValue()) {
            return FactValues.ERROR;
        }
        Map<String, String> labels = new HashMap<>();
        for (var entry : value.getStructValue().getFieldsMap().entrySet()) {
            if (!entry.getValue().hasStringValue()) {
                return FactValues.ERROR;
            }
            labels.put(entry.getKey(), entry.getValue().getStringValue());
        }
        return labels;
    }

    static Object of(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> value.getNumberValue();
            case BOOL_VALUE -> value.getBoolValue();
            case LIST_VALUE ->
                    value.getListValue().getValuesList().stream().map(PlainValues::of).toList();
            case STRUCT_VALUE -> {
                Map<String, Object> map = new HashMap<>();
                value.getStructValue()
                        .getFieldsMap()
                        .forEach((key, inner) -> map.put(key, of(inner)));
                yield map;
            }
            case NULL_VALUE, KIND_NOT_SET -> NullValue.NULL_VALUE;
        };
    }
}
