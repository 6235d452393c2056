package dev.joch.resource.field;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One value as a table cell or a selector shows it. */
final class CellText {
    private CellText() {}

    static String of(Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> ofNumber(number);
            case Float number -> ofNumber(number);
            case EnumValueDescriptor word -> word.getName();
            case Timestamp time ->
                    Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
            case Duration span -> ofDuration(span);
            case List<?> list -> list.stream().map(CellText::of).collect(Collectors.joining(","));
            case Map<?, ?> map -> ofMap(map);
            case Message message -> ofMessage(message);
            default -> value.toString();
        };
    }

    /** As JSON has it: 5 rather than 5.0. */
    static String ofNumber(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    static String ofDuration(Duration span) {
        BigDecimal seconds =
                BigDecimal.valueOf(span.getSeconds()).add(BigDecimal.valueOf(span.getNanos(), 9));
        return seconds.stripTrailingZeros().toPlainString() + "s";
    }

    private static String ofMap(Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), of(value)));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /** A reference shows its name; anything else its fields. */
    private static String ofMessage(Message message) {
        return YamlNames.field(message.getDescriptorForType(), "name")
                .filter(name -> !name.isRepeated() && message.hasField(name))
                .map(name -> of(message.getField(name)))
                .orElseGet(() -> ValueTree.of(message).toString());
    }
}
