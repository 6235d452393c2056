package dev.joch.runtime;

/**
 * What each instance may use at most; 0 is no limit.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes memory, without swap
 * @param pids processes and threads
 * @param mandatory rather not run than run without one of these limits
 */
public record Limits(int cpuMillis, long memoryBytes, int pids, boolean mandatory) {

    public static final Limits NONE = new Limits(0, 0, 0, false);

    public Limits {
        if (cpuMillis < 0 || memoryBytes < 0 || pids < 0) {
            throw new IllegalArgumentException("limits are positive, or 0 for none");
        }
    }
}
