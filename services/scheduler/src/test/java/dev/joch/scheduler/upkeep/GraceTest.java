package dev.joch.scheduler.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class GraceTest {

    private static final long SECOND = 1_000_000_000;

    /** The numbers of such a clock mean nothing, and may pass from the largest to the smallest. */
    private long nanos = Long.MAX_VALUE - 3 * SECOND;

    private final Grace grace =
            new Grace(Duration.ofSeconds(10), Duration.ofSeconds(5), () -> nanos);

    private boolean countsAfter(int seconds) {
        nanos += seconds * SECOND;
        return grace.counts();
    }

    @Test
    void silenceCountsOnceWorkersHadTheTimeOfALeaseToBeHeard() {
        assertThat(countsAfter(0)).isFalse();
        assertThat(countsAfter(5)).isFalse();
        assertThat(countsAfter(4)).isFalse();
        assertThat(countsAfter(1)).isTrue();
        assertThat(countsAfter(5)).isTrue();
    }

    @Test
    void afterAnAbsenceOfOursTheyHaveItAgain() {
        assertThat(countsAfter(0)).isFalse();
        assertThat(countsAfter(60)).isFalse();
        assertThat(countsAfter(5)).isFalse();
        assertThat(countsAfter(5)).isTrue();
    }
}
