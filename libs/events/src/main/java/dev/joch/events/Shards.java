package dev.joch.events;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Which shard a key belongs to: the same one in every process and on every transport. */
public final class Shards {

    /** Partitions of every topic. Changing it moves keys, so it never changes. */
    public static final int COUNT = 12;

    private Shards() {}

    public static int of(String key) {
        CRC32C hash = new CRC32C();
        hash.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % COUNT);
    }
}
