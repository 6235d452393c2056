package dev.joch.resource.text;

/**
 * What an unquoted word means: the core schema of YAML 1.2, of which the literals of JSON are a
 * part.
 */
final class PlainWords {
    private PlainWords() {}

    static boolean isNull(String word) {
        return switch (word) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
        };
    }

    static boolean isTrue(String word) {
        return switch (word) {
            case "true", "True", "TRUE" -> true;
            default -> false;
        };
    }

    static boolean isFalse(String word) {
        return switch (word) {
            case "false", "False", "FALSE" -> true;
            default -> false;
        };
    }

    /** Numbers that are none: JSON has no way to say them, so neither have we. */
    static boolean isNotFinite(String word) {
        int start = word.startsWith("-") || word.startsWith("+") ? 1 : 0;
        return switch (word.substring(start)) {
            case ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN", "NaN", "Infinity" -> true;
            default -> false;
        };
    }

    /** Decimal, {@code 0x1F} or {@code 0o17}. */
    static boolean isInteger(String word) {
        int start = signLength(word);
        if (start == 0 && word.length() > 2 && word.charAt(0) == '0') {
            if (word.charAt(1) == 'x') {
                return all(word, 2, 16);
            }
            if (word.charAt(1) == 'o') {
                return all(word, 2, 8);
            }
        }
        return start < word.length() && all(word, start, 10);
    }

    /** An integer, or a decimal with fraction or exponent. */
    static boolean isNumber(String word) {
        if (isInteger(word)) {
            return true;
        }
        int at = signLength(word);
        int whole = digits(word, at);
        at += whole;
        if (at < word.length() && word.charAt(at) == '.') {
            int fraction = digits(word, at + 1);
            if (whole + fraction == 0) {
                return false;
            }
            at += 1 + fraction;
        } else if (whole == 0) {
            return false;
        }
        if (at < word.length() && (word.charAt(at) == 'e' || word.charAt(at) == 'E')) {
            at++;
            if (at < word.length() && (word.charAt(at) == '-' || word.charAt(at) == '+')) {
                at++;
            }
            int exponent = digits(word, at);
            if (exponent == 0) {
                return false;
            }
            at += exponent;
        }
        return at == word.length();
    }

    /** Whether the word is something else than text. */
    static boolean isNotText(String word) {
        return isNull(word)
                || isTrue(word)
                || isFalse(word)
                || isNumber(word)
                || (word.startsWith(".") && isNotFinite(word))
                || (word.length() > 1 && word.charAt(1) == '.' && isNotFinite(word));
    }

    static String describe(Node.Scalar scalar) {
        String word = scalar.text();
        if (scalar.quoted()) {
            return "text";
        }
        if (isNull(word)) {
            return "nothing";
        }
        if (isTrue(word) || isFalse(word)) {
            return word;
        }
        return isNotText(word) ? "a number" : "text";
    }

    private static int signLength(String word) {
        return !word.isEmpty() && (word.charAt(0) == '-' || word.charAt(0) == '+') ? 1 : 0;
    }

    private static int digits(String word, int start) {
        int at = start;
        while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private static boolean all(String word, int start, int radix) {
        for (int at = start; at < word.length(); at++) {
            char c = word.charAt(at);
            if (c >= 128 || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
