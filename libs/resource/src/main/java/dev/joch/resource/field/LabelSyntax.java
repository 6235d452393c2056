package dev.joch.resource.field;

import java.util.Optional;

/** What the keys and values of labels may look like: the rules of Kubernetes. */
public final class LabelSyntax {
    private static final int MAX_NAME = 63;
    private static final int MAX_PREFIX = 253;
    private static final String NAME_RULE =
            " consists of letters, digits, - _ and ., and begins and ends with a letter or digit";

    private LabelSyntax() {}

    /** What is wrong with a key of a label or an annotation; empty when it is right. */
    public static Optional<String> problemOfKey(String key) {
        int slash = key.indexOf('/');
        if (slash >= 0) {
            String prefix = key.substring(0, slash);
            if (prefix.length() > MAX_PREFIX || !isSubdomain(prefix)) {
                return Optional.of(
                        "the part before / must be a DNS name of at most 253 characters");
            }
        }
        String name = key.substring(slash + 1);
        if (name.isEmpty()) {
            return Optional.of("a key must not be empty");
        }
        if (name.length() > MAX_NAME) {
            return Optional.of("a key has at most 63 characters after the /");
        }
        return isName(name) ? Optional.empty() : Optional.of("a key" + NAME_RULE);
    }

    /** What is wrong with the value of a label; empty when it is right. */
    public static Optional<String> problemOfValue(String value) {
        if (value.length() > MAX_NAME) {
            return Optional.of("a value has at most 63 characters");
        }
        return value.isEmpty() || isName(value)
                ? Optional.empty()
                : Optional.of("a value" + NAME_RULE);
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inside = i > 0 && i < text.length() - 1 && (c == '-' || c == '_' || c == '.');
            if (!isLetterOrDigit(c) && !inside) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSubdomain(String text) {
        char before = '.';
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            boolean edge = before == '.' || c == '.';
            boolean low = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            boolean fits = low || c == '-' && before != '.' || c == '.' && before != '-';
            if (!fits || edge && c == before) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
