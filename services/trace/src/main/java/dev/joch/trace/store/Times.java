package dev.joch.trace.store;

import com.google.protobuf.Timestamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the store keeps them: in microseconds. */
public final class Times {

    private static final long MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Times() {}

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public static long micros(Timestamp time) {
        return micros(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    public static Timestamp timestamp(long micros) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(micros, MICROS))
                .setNanos((int) Math.floorMod(micros, MICROS) * NANOS_PER_MICRO)
                .build();
    }
}
