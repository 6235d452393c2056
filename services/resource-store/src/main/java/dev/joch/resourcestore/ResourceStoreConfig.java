package dev.joch.resourcestore;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Limits of the store.
 *
 * @param backend where versions are kept
 * @param sqliteFile file of the SQLite backend
 * @param maxWaiting most requests that wait for a commit
 * @param maxGroup most requests of one commit
 * @param maxKilobytes most text in requests that wait or are being committed
 * @param windowChanges most changes held in memory for watches
 * @param windowMegabytes most memory for them
 * @param poll how often to look for others' commits without having been told
 * @param keepRevisions how many of the newest revisions are kept; 0 sets no limit
 * @param keepFor how long revisions are kept; 0 sets no limit
 * @param compactEvery how often old versions are dropped; 0 for never
 */
public record ResourceStoreConfig(
        Backend backend,
        String sqliteFile,
        int maxWaiting,
        int maxGroup,
        int maxKilobytes,
        int windowChanges,
        int windowMegabytes,
        Duration poll,
        long keepRevisions,
        Duration keepFor,
        Duration compactEvery) {

    /** What keeps the versions. */
    public enum Backend {
        POSTGRES,
        SQLITE,
        MEMORY;

        static Backend named(String name) {
            return Arrays.stream(values())
                    .filter(backend -> backend.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "joch.resource-store.backend is "
                                            + name
                                            + "; it can be postgres, sqlite or memory"));
        }
    }

    public ResourceStoreConfig {
        positive(maxWaiting, "write.max-waiting");
        positive(maxGroup, "write.max-group");
        positive(maxKilobytes, "write.max-kilobytes");
        positive(windowChanges, "window.changes");
        positive(windowMegabytes, "window.megabytes");
        positive(poll.toMillis(), "window.poll");
        if (backend == Backend.SQLITE && sqliteFile.isBlank()) {
            throw new IllegalArgumentException(
                    "joch.resource-store.sqlite.file is not set; name the file of the store");
        }
        if (keepRevisions < 0 || keepFor.isNegative() || compactEvery.isNegative()) {
            throw new IllegalArgumentException(
                    "joch.resource-store.retention: nothing is kept for less than 0");
        }
    }

    private static void positive(long value, String key) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "joch.resource-store." + key + " must be at least 1");
        }
    }
}
