package dev.joch.scheduler.place;

/** How many runs may be there at the same time. */
@FunctionalInterface
public interface Limits {

    /** At most so many; 0 is no limit. */
    int of(Bound bound);
}
