package dev.joch.resource.text;

import java.util.Locale;

/**
 * How text looks in YAML: as it is where that is safe, as a block where it has lines, else in
 * double quotes.
 */
final class YamlScalars {
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`=";

    private YamlScalars() {}

    static void append(String text, StringBuilder out) {
        if (isPlain(text)) {
            out.append(text);
        } else {
            appendQuoted(text, out);
        }
    }

    /** Whether text has several lines, and a block would keep every character of it. */
    static boolean isBlock(String text) {
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        if (text.indexOf('\n') < 0 || end == 0) {
            return false;
        }
        boolean blankLine = true;
        for (int at = 0; at < end; at++) {
            char c = text.charAt(at);
            boolean lineStart = at == 0 || text.charAt(at - 1) == '\n';
            if (lineStart) {
                blankLine = true;
            }
            if (c == '\n') {
                if (at == 0 || at == end - 1 || (blankLine && !lineStart)) {
                    return false;
                }
            } else if (c == ' ' || c == '\t') {
                if (at == 0) {
                    return false;
                }
            } else if (isPrintable(c)) {
                blankLine = false;
            } else {
                return false;
            }
        }
        return !blankLine;
    }

    static void appendBlock(String text, int indent, StringBuilder out) {
        boolean ended = text.endsWith("\n");
        int end = ended ? text.length() - 1 : text.length();
        out.append(ended ? "|" : "|-");
        int start = 0;
        while (start <= end) {
            int next = text.indexOf('\n', start);
            int stop = next < 0 || next > end ? end : next;
            out.append('\n');
            if (stop > start) {
                out.repeat(' ', indent).append(text, start, stop);
            }
            start = stop + 1;
        }
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || INDICATORS.indexOf(text.charAt(0)) >= 0 || text.startsWith("<<")) {
            return false;
        }
        int last = text.length() - 1;
        for (int at = 0; at <= last; at++) {
            char c = text.charAt(at);
            boolean unsafe =
                    switch (c) {
                        case ' ' -> at == 0 || at == last;
                        case ':' -> at == last || text.charAt(at + 1) == ' ';
                        case '#' -> text.charAt(at - 1) == ' ';
                        default -> !isPrintable(c);
                    };
            if (unsafe) {
                return false;
            }
        }
        return !isAmbiguous(text);
    }

    /** Words that this or an older YAML takes for something else than text. */
    private static boolean isAmbiguous(String text) {
        char first = text.charAt(0);
        if ((first >= '0' && first <= '9') || first == '+' || first == '.') {
            return looksLikeNumberOrTime(text);
        }
        if (text.length() > 5) {
            return false;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n" -> true;
            case "nan" -> true;
            default -> false;
        };
    }

    private static boolean looksLikeNumberOrTime(String text) {
        if (PlainWords.isNotText(text) || text.startsWith("0x") || text.startsWith("...")) {
            return true;
        }
        int points = 0;
        boolean onlyDigits = true;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.') {
                points++;
            } else if ("0123456789".indexOf(c) < 0) {
                onlyDigits = false;
                if ("_:eE+-TZtz ".indexOf(c) < 0) {
                    return false;
                }
            }
        }
        return !(onlyDigits && points > 1);
    }

    private static boolean isPrintable(char c) {
        return (c >= ' ' && c < 0x7f)
                || (c >= 0xa0 && c != '\u2028' && c != '\u2029' && c != '\ufeff' && c < '\ufffe');
    }

    private static void appendQuoted(String text, StringBuilder out) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        out.append(c);
                    } else {
                        appendEscape(c, out);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void appendEscape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
