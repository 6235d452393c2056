package dev.joch.controllermanager.run;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Statuses that were written here: their events tell nothing new. In memory, because whoever does
 * not know them looks once more, and that is all.
 */
public final class OwnStatuses {

    private static final int MOST = 10_000;

    private final Map<ResourceKey, Long> newest =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ResourceKey, Long> eldest) {
                    return size() > MOST;
                }
            };

    public synchronized void wrote(ResourceKey key, long revision) {
        newest.remove(key);
        newest.put(key, revision);
    }

    /** Whether the event of that revision is the echo of what was written here. */
    synchronized boolean echo(ResourceKey key, long revision) {
        return newest.remove(key, revision);
    }
}
