package dev.joch.trace.log;

import dev.joch.trace.span.RunKey;

import java.util.Comparator;

/** Names the log of one execution; a namesake that comes later has another uid. */
public record LogKey(RunKey run, String uid) implements Comparable<LogKey> {

    private static final Comparator<LogKey> ORDER =
            Comparator.comparing(LogKey::run).thenComparing(LogKey::uid);

    @Override
    public int compareTo(LogKey other) {
        return ORDER.compare(this, other);
    }
}
