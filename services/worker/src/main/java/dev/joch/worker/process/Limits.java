package dev.joch.worker.process;

/**
 * What one run may take.
 *
 * @param memoryBytes memory of all its processes together; 0 is no limit
 * @param processes processes and threads of it at the same time; 0 is no limit
 * @param fileBytes largest file that it may write; 0 is no limit
 */
public record Limits(long memoryBytes, int processes, long fileBytes) {

    public Limits {
        if (memoryBytes < 0 || processes < 0 || fileBytes < 0) {
            throw new IllegalArgumentException("no limit of a run is less than 0");
        }
    }
}
