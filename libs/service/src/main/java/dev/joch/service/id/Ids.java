package dev.joch.service.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes UUIDs of version 7: unique, and in order of time for the index they end up in.
 *
 * <p>Every call of every service wants one or more, and the source of noise lets in one thread at a
 * time: they stood in a queue for it. So it is asked for many at once, and each thread takes its
 * own piece of what came.
 */
public final class Ids {

    private static final int PIECE = 10;
    private static final int PIECES = 400;

    private final InstantSource clock;
    private final SecureRandom random;
    private volatile Noise noise;

    public Ids(InstantSource clock) {
        this.clock = clock;
        this.random = new SecureRandom();
        this.noise = fresh();
    }

    /**
     * @param next first byte that nobody has
     */
    private record Noise(byte[] bytes, AtomicInteger next) {}

    /** Of two threads that find no more both get one; what is left of one of them is forgotten. */
    private Noise fresh() {
        byte[] bytes = new byte[PIECE * PIECES];
        random.nextBytes(bytes);
        return new Noise(bytes, new AtomicInteger());
    }

    public UUID next() {
        long millis = clock.millis();
        Noise now = noise;
        int at = now.next.getAndAdd(PIECE);
        while (at < 0 || at >= now.bytes.length) {
            now = fresh();
            at = now.next.getAndAdd(PIECE);
            noise = now;
        }
        byte[] bytes = now.bytes;
        long high = (millis << 16) | 0x7000L | ((bytes[at] & 0x0fL) << 8) | (bytes[at + 1] & 0xffL);
        long low = 0;
        for (int i = 2; i < PIECE; i++) {
            low = (low << 8) | (bytes[at + i] & 0xffL);
        }
        return new UUID(high, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    public String nextText() {
        return next().toString();
    }
}
