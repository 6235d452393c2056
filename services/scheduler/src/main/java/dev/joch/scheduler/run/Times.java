package dev.joch.scheduler.run;

import com.google.protobuf.Timestamp;

/** Microseconds since 1970 as the contract writes times. */
public final class Times {

    private static final long MICROS = 1_000_000;
    private static final int NANOS = 1_000;

    private Times() {}

    public static Timestamp timestamp(long micros) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(micros, MICROS))
                .setNanos((int) Math.floorMod(micros, MICROS) * NANOS)
                .build();
    }

    public static long micros(Timestamp time) {
        return time.getSeconds() * MICROS + time.getNanos() / NANOS;
    }
}
