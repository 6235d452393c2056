package dev.joch.apiserver.access;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What a caller shows of itself. */
public sealed interface Credentials {

    /** Longest {@code authorization} header that is looked at. */
    int MOST_CHARACTERS = 16_384;

    /** Reads an {@code authorization} header; {@code null} when the call has none. */
    static Credentials fromHeader(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return new Nothing();
        }
        if (authorization.length() > MOST_CHARACTERS) {
            return new Unreadable("it is longer than " + MOST_CHARACTERS + " characters");
        }
        String text = authorization.strip();
        int space = text.indexOf(' ');
        String scheme = space < 0 ? text : text.substring(0, space);
        if (!scheme.toLowerCase(Locale.ROOT).equals("bearer")) {
            return new Unreadable("only `Bearer` is understood");
        }
        String token = space < 0 ? "" : text.substring(space + 1).strip();
        return readable(token)
                ? new BearerToken(token)
                : new Unreadable("a token has visible ASCII characters only, without spaces");
    }

    private static boolean readable(String token) {
        return !token.isEmpty() && token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** The call came without a token. */
    record Nothing() implements Credentials {}

    /** A token, still to be believed. */
    record BearerToken(String token) implements Credentials {

        /** Never the token: this text may end up in a log. */
        @Override
        public String toString() {
            return "BearerToken[...]";
        }
    }

    /** A header that cannot be a token. */
    record Unreadable(String why) implements Credentials {}
}
