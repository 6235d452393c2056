package dev.joch.agbom.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What documents say about themselves.
 *
 * @param time to the second
 */
public record Edition(
        String tenant, String namespace, String agent, long generation, Instant time) {

    public Edition {
        time = time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The same for all generations of one agent: they are versions of one bill. */
    public UUID serial() {
        String name = "joch-agbom\n" + tenant + "\n" + namespace + "\n" + agent;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
