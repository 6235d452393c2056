package dev.joch.trace.intake;

import org.jspecify.annotations.Nullable;

/** The token of an {@code authorization} header. */
final class Bearer {

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** Empty when there is none, or one of another scheme. */
    static String of(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
    }
}
