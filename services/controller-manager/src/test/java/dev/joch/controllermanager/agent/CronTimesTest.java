package dev.joch.controllermanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

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
}
