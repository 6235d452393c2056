package dev.joch.resource.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class CronTimesTest {

    @ParameterizedTest
    @CsvSource({
        "0 * * * *, 2026-05-10T10:00:00Z, 2026-05-10T11:00:00Z",
        "@daily, 2026-05-10T10:00:00Z, 2026-05-11T00:00:00Z",
        "*/15 8-9 * * mon, 2026-05-10T10:00:00Z, 2026-05-11T08:00:00Z",
        "30 4 29 2 *, 2026-05-10T10:00:00Z, 2028-02-29T04:30:00Z",
        "0 0 13 * 5, 2026-05-10T10:00:00Z, 2026-05-13T00:00:00Z",
        "0 0 * * 7, 2026-05-10T10:00:00Z, 2026-05-17T00:00:00Z",
    })
    void theNextTimeIsInUtc(String schedule, Instant after, Instant next) {
        assertThat(CronTimes.parse(schedule).orElseThrow().next(after)).contains(next);
    }

    @Test
    void whatIsNoScheduleHasNoTimes() {
        assertThat(CronTimes.parse("")).isEmpty();
        assertThat(CronTimes.parse("61 * * * *")).isEmpty();
        assertThat(CronTimes.parse("0 0 31 2 *").orElseThrow().next(Instant.EPOCH)).isEmpty();
    }

    /** Berlin puts its clocks forward on 2026-03-29 and back on 2026-10-25, New York on others. */
    @ParameterizedTest
    @CsvSource({
        "0 9 * * *, Europe/Berlin, 2026-01-10T10:00:00Z, 2026-01-11T08:00:00Z",
        "0 9 * * *, Europe/Berlin, 2026-07-10T10:00:00Z, 2026-07-11T07:00:00Z",
        "0 9 * * mon, Asia/Kolkata, 2026-07-10T10:00:00Z, 2026-07-13T03:30:00Z",
        "0 0 1 * *, Pacific/Kiritimati, 2026-07-10T10:00:00Z, 2026-07-31T10:00:00Z",
    })
    void theNextTimeIsByTheClocksOfTheZone(
            String schedule, ZoneId zone, Instant after, Instant next) {
        assertThat(CronTimes.parse(schedule).orElseThrow().next(after, zone)).contains(next);
    }

    @Test
    void aTimeThatTheClocksSkipComesWhenTheyWerePutForward() {
        assertThat(times("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3))
                .containsExactly(
                        "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(times("*/20 2 * * *", BERLIN, "2026-03-28T23:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void aTimeThatTheClocksShowTwiceComesOnce() {
        assertThat(times("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        // asked between the two
        assertThat(times("30 2 * * *", BERLIN, "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-26T01:30:00Z");
        assertThat(times("15 1 * * *", NEW_YORK, "2026-11-01T00:00:00Z", 2))
                .containsExactly("2026-11-01T05:15:00Z", "2026-11-02T06:15:00Z");
    }

    @Test
    void whatComesEveryHourGoesByTheHoursThatPass() {
        assertThat(times("30 * * * *", BERLIN, "2026-03-29T00:00:00Z", 3))
                .containsExactly(
                        "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
        assertThat(times("30 * * * *", BERLIN, "2026-10-25T00:00:00Z", 3))
                .containsExactly(
                        "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
        // half an hour only
        assertThat(times("0 * * * *", ZoneId.of("Australia/Lord_Howe"), "2026-04-04T13:30:00Z", 3))
                .containsExactly(
                        "2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z");
    }

    /** Whatever the schedule and the zone: times rise, and asking in between changes nothing. */
    @Test
    void timesRiseAndNoneIsLeftOut() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            String schedule =
                    "%d,%d %s * * *"
                            .formatted(
                                    random.nextInt(60),
                                    random.nextInt(60),
                                    random.nextBoolean() ? "*" : random.nextInt(4) + ",12");
            CronTimes times = CronTimes.parse(schedule).orElseThrow();
            Instant from =
                    Instant.parse("2026-03-01T00:00:00Z").plusSeconds(random.nextInt(23_000_000));
            Instant first = times.next(from, zone).orElseThrow();
            assertThat(first).as(schedule + " in " + zone).isAfter(from);
            Instant between =
                    from.plusMillis(
                            (long)
                                    (Duration.between(from, first).toMillis()
                                            * random.nextDouble()));
            if (between.isBefore(first)) {
                assertThat(times.next(between, zone)).as(schedule + " in " + zone).contains(first);
            }
        }
    }

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final List<ZoneId> ZONES =
            List.of(
                    BERLIN,
                    NEW_YORK,
                    ZoneId.of("Australia/Lord_Howe"),
                    ZoneId.of("America/Havana"));

    private static List<String> times(String schedule, ZoneId zone, String after, int count) {
        CronTimes times = CronTimes.parse(schedule).orElseThrow();
        List<String> found = new ArrayList<>();
        Instant at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = times.next(at, zone).orElseThrow();
            found.add(at.toString());
        }
        return found;
    }
}
