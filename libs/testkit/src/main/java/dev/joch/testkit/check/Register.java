package dev.joch.testkit.check;

import org.jspecify.annotations.Nullable;

/**
 * One resource.
 *
 * @param value what it holds; null when it is not there
 * @param version its version, {@link #UNTOLD} when nobody was told
 * @param floor the highest version known to have been given out so far; later ones are higher
 */
record Register(@Nullable String value, long version, long floor) {

    static final long UNTOLD = -1;

    static final Register ABSENT = new Register(null, UNTOLD, 0);

    boolean isPresent() {
        return value != null;
    }

    boolean holds(@Nullable String other) {
        return value != null && value.equals(other);
    }

    boolean mayHave(long expected) {
        return version == expected || (version == UNTOLD && expected > floor);
    }

    boolean mayDifferFrom(long expected) {
        return version != expected;
    }

    Register written(String next, long newVersion) {
        return new Register(next, newVersion, Math.max(floor, newVersion));
    }

    Register touched(long newVersion) {
        return new Register(value, newVersion, Math.max(floor, newVersion));
    }

    Register deleted(long revision) {
        return new Register(null, UNTOLD, Math.max(floor, revision));
    }
}
