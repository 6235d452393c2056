package dev.joch.scheduler.upkeep;

import java.util.List;

/** Whoever does chores. */
@FunctionalInterface
public interface Chores {

    /** Returns when all are done, in whatever order. */
    void all(List<Runnable> chores);
}
