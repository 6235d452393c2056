package dev.joch.runtime;

import java.util.EnumSet;
import java.util.Set;

/** What can be limited. */
public enum Limit {
    CPU,
    MEMORY,
    PIDS;

    /** Those that are asked for. */
    public static Set<Limit> askedBy(Limits limits) {
        Set<Limit> asked = EnumSet.noneOf(Limit.class);
        if (limits.cpuMillis() > 0) {
            asked.add(CPU);
        }
        if (limits.memoryBytes() > 0) {
            asked.add(MEMORY);
        }
        if (limits.pids() > 0) {
            asked.add(PIDS);
        }
        return asked;
    }
}
