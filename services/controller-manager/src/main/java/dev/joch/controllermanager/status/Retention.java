package dev.joch.controllermanager.status;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.Resource;

import java.time.Duration;
import java.time.Instant;

/** How long records are kept. Pure. */
public final class Retention {

    /** Timers are not longer: clocks move, and days are changed. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private Retention() {}

    public static Instant created(Resource resource) {
        return Instant.ofEpochSecond(resource.getMetadata().getCreatedAt().getSeconds());
    }

    public static Instant end(Subject subject, int days) {
        return created(subject.resource()).plus(Duration.ofDays(days));
    }

    /** How long to wait for it, in steps. */
    public static Duration until(Instant end, Instant now) {
        Duration left = Duration.between(now, end).plusMillis(1);
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
