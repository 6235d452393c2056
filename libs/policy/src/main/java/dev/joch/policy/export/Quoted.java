package dev.joch.policy.export;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.stream.Collectors;

/** Constants as JSON, which both languages read. */
final class Quoted {

    private Quoted() {}

    static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    static String list(Collection<String> texts) {
        return texts.stream().map(Quoted::json).collect(Collectors.joining(", ", "[", "]"));
    }

    static String constant(Object constant) {
        return switch (constant) {
            case String text -> json(text);
            case Double number -> number(number);
            default -> constant.toString();
        };
    }

    static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
