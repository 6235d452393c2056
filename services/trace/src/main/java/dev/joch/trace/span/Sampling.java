package dev.joch.trace.span;

import java.util.Locale;

/** Which spans are kept. */
public enum Sampling {
    /** All. */
    FULL,
    /** All spans of some traces; the trace id says which. */
    HEAD,
    /** Traces with errors, denials or anomalies; decided when they are complete. */
    TAIL,
    /** One trace for each agent, tool and minute; decided when it is complete. */
    EXEMPLAR;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word. */
    public static Sampling of(String word) {
        for (Sampling each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "sampling is full, head, tail or exemplar, not \"" + word + "\"");
    }
}
