package dev.joch.agbom.content;

import java.util.Comparator;

/**
 * An entry to look at first.
 *
 * @param reason slug, e.g. {@code trustScore-below-threshold}
 */
public record Risk(String kind, String name, String reason) implements Comparable<Risk> {

    private static final Comparator<Risk> ORDER =
            Comparator.comparing(Risk::kind).thenComparing(Risk::name).thenComparing(Risk::reason);

    @Override
    public int compareTo(Risk other) {
        return ORDER.compare(this, other);
    }
}
