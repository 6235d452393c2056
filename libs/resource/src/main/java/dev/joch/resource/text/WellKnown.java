package dev.joch.resource.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Messages of protobuf itself that have a form of their own in text. */
enum WellKnown {
    NONE,
    TIMESTAMP,
    DURATION,
    STRUCT,
    VALUE,
    LIST_VALUE,
    ANY;

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    static WellKnown of(Descriptor message) {
        return switch (message.getFullName()) {
            case "google.protobuf.Timestamp" -> TIMESTAMP;
            case "google.protobuf.Duration" -> DURATION;
            case "google.protobuf.Struct" -> STRUCT;
            case "google.protobuf.Value" -> VALUE;
            case "google.protobuf.ListValue" -> LIST_VALUE;
            case "google.protobuf.Any" -> ANY;
            default -> NONE;
        };
    }

    /** Reads RFC 3339. */
    static Optional<Timestamp> timestamp(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
                return Optional.empty();
            }
            return Optional.of(
                    Timestamp.newBuilder()
                            .setSeconds(time.toEpochSecond())
                            .setNanos(time.getNano())
                            .build());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes RFC 3339 in UTC. */
    static String text(long seconds, int nanos) {
        return Instant.ofEpochSecond(seconds, nanos).toString();
    }

    /** Reads seconds with their unit, e.g. {@code 1.5s}. */
    static Optional<Duration> duration(String text) {
        String number = text.endsWith("s") ? text.substring(0, text.length() - 1) : "";
        boolean negative = number.startsWith("-");
        String digits = negative ? number.substring(1) : number;
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        if (!isDigits(whole, 12) || (point >= 0 && !isDigits(fraction, 9))) {
            return Optional.empty();
        }
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        long seconds = Long.parseLong(whole);
        return Optional.of(
                Duration.newBuilder()
                        .setSeconds(negative ? -seconds : seconds)
                        .setNanos(negative ? -nanos : nanos)
                        .build());
    }

    /** Writes seconds with their unit. */
    static String durationText(long seconds, int nanos) {
        String sign = seconds < 0 || nanos < 0 ? "-" : "";
        String fraction = nanos == 0 ? "" : String.format(".%09d", Math.abs(nanos));
        return sign + Math.abs(seconds) + fraction.replaceAll("0+$", "") + "s";
    }

    private static boolean isDigits(String text, int longest) {
        return !text.isEmpty()
                && text.length() <= longest
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
