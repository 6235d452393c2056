package dev.joch.policy.redact;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Passwords that are called so: {@code password: x}, {@code the password is x}, {@code
 * https://user:x@host}, and whole texts under such a key.
 */
final class PasswordDetector implements Detector {

    private static final String[] NAMES = {
        "password", "passwd", "pwd", "passphrase", "client_secret", "clientsecret", "passcode"
    };

    private static final Set<String> NONE =
            Set.of("none", "null", "true", "false", "required", "string", "xxxx", "xxxxxxxx");

    private static final int LEAST = 4;
    private static final int LONGEST = 256;

    @Override
    public String word() {
        return "passwords";
    }

    @Override
    public String group() {
        return "secrets";
    }

    @Override
    public List<Span> find(Passage passage) {
        String text = passage.text();
        if (named(passage.key()) && secret(text)) {
            return List.of(new Span(0, text.length()));
        }
        List<Span> found = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            // letters that grow when made small would move every place behind them
            lower = text;
        }
        int free = 0;
        for (int i = 0; i < text.length(); i++) {
            Span value = null;
            char c = lower.charAt(i);
            if (c == 'p' || c == 'c') {
                int end = nameEnd(lower, i);
                value = end < 0 ? null : assigned(text, lower, end);
            } else if (c == ':' && lower.startsWith("://", i)) {
                value = inAddress(text, i + 3);
            }
            if (value != null && value.start() >= free) {
                found.add(value);
                free = value.end();
                i = free - 1;
            }
        }
        return found;
    }

    private static boolean named(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        for (String name : NAMES) {
            if (plain.endsWith(name.replace("_", ""))) {
                return true;
            }
        }
        return false;
    }

    private static int nameEnd(String lower, int start) {
        for (String name : NAMES) {
            if (lower.startsWith(name, start)) {
                return start + name.length();
            }
        }
        return -1;
    }

    private static @Nullable Span assigned(String text, String lower, int from) {
        int i = skip(text, from, "\"' \t");
        boolean sign = i < text.length() && (text.charAt(i) == ':' || text.charAt(i) == '=');
        if (sign) {
            i++;
        } else if (lower.startsWith("is ", i) && i > from) {
            i += 3;
            // "is: x" would be a sign; a sentence goes on with words
            int value = skip(text, i, "\"' \t");
            int end = end(text, value);
            return end > value && mixed(text.substring(value, end)) ? new Span(value, end) : null;
        } else {
            return null;
        }
        int value = skip(text, i, "\"' \t");
        int end = end(text, value);
        return end > value && secret(text.substring(value, end)) ? new Span(value, end) : null;
    }

    private static @Nullable Span inAddress(String text, int from) {
        int colon = -1;
        for (int i = from; i < text.length() && i - from < LONGEST; i++) {
            char c = text.charAt(i);
            if (c == '@') {
                return colon > 0 && i > colon + 1 && "<$*{[".indexOf(text.charAt(colon + 1)) < 0
                        ? new Span(colon + 1, i)
                        : null;
            }
            if (c == ':' && colon < 0) {
                colon = i;
            }
            if (c == '/' || Character.isWhitespace(c)) {
                return null;
            }
        }
        return null;
    }

    private static int skip(String text, int from, String what) {
        int i = from;
        while (i < text.length() && i - from < 8 && what.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static int end(String text, int from) {
        int i = from;
        while (i < text.length()
                && i - from < LONGEST
                && !Character.isWhitespace(text.charAt(i))
                && "\"'`,;<>".indexOf(text.charAt(i)) < 0
                && !nextParameter(text, i)) {
            i++;
        }
        while (i > from && ".)".indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return i;
    }

    /** In a form, {@code &} and a name begin the next value; elsewhere it belongs to this one. */
    private static boolean nextParameter(String text, int at) {
        if (text.charAt(at) != '&') {
            return false;
        }
        int i = at + 1;
        while (i < text.length() && i - at < 32 && Characters.alphanumeric(text.charAt(i))) {
            i++;
        }
        return i < text.length() && text.charAt(i) == '=';
    }

    /** Placeholders and references are none. */
    private static boolean secret(String value) {
        return value.length() >= LEAST
                && "<$*{[%".indexOf(value.charAt(0)) < 0
                && !value.toLowerCase(Locale.ROOT)
                        .matches("(none|null|true|false|required|string|x+)");
    }

    /** Not a plain word: a letter and something else. */
    private static boolean mixed(String value) {
        return secret(value)
                && value.chars().anyMatch(Character::isLetter)
                && value.chars().anyMatch(c -> !Character.isLetter(c) && c != '-' && c != '\'');
    }
}
