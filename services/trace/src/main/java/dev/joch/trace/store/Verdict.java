package dev.joch.trace.store;

import java.util.Locale;

/** What was decided about the spans of a trace. */
public enum Verdict {
    /** Nothing yet: all are kept until something is. */
    OPEN,
    KEPT,
    DROPPED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Verdict of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
