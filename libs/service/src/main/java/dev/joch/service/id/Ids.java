package dev.joch.service.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes UUIDs of version 7: unique, and in order of time for the index they end up in. */
public final class Ids {

    private final InstantSource clock;
    private final SecureRandom random;

    public Ids(InstantSource clock) {
        this.clock = clock;
        this.random = new SecureRandom();
    }

    public UUID next() {
        long millis = clock.millis();
        byte[] noise = new byte[10];
        random.nextBytes(noise);
        long high = (millis << 16) | 0x7000L | ((noise[0] & 0x0fL) << 8) | (noise[1] & 0xffL);
        long low = 0;
        for (int i = 2; i < noise.length; i++) {
            low = (low << 8) | (noise[i] & 0xffL);
        }
        return new UUID(high, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    public String nextText() {
        return next().toString();
    }
}
