package dev.joch.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.worker.lease.StopCause;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.OptionalLong;

class SuperviseTest {

    private static final long OVER = -1;
    private static final long SOON = Duration.ofMillis(30).toNanos();
    private static final long LATER = Duration.ofMinutes(1).toNanos();
    private static final long LOOK = Supervise.LOOK_NANOS;

    private static long pause(@Nullable StopCause cause, long lease, long deadline, long kill) {
        return Supervise.pause(cause, lease, OptionalLong.of(deadline), OptionalLong.of(kill));
    }

    @Test
    void limitsAreLookedAtNowAndThen() {
        assertThat(pause(null, LATER, LATER, LATER)).isEqualTo(LOOK);
        assertThat(Supervise.pause(null, LATER, OptionalLong.empty(), OptionalLong.empty()))
                .isEqualTo(LOOK);
    }

    @Test
    void whatComesFirstIsWaitedFor() {
        assertThat(pause(null, SOON, LATER, LATER)).isEqualTo(SOON);
        assertThat(pause(null, LATER, SOON, LATER)).isEqualTo(SOON);
        assertThat(pause(StopCause.CANCELLED, LATER, LATER, SOON)).isEqualTo(SOON);
        assertThat(pause(StopCause.CANCELLED, SOON, LATER, LATER)).isEqualTo(SOON);
    }

    @Test
    void whatIsOverIsNotWaitedFor() {
        assertThat(pause(StopCause.LEASE_LOST, OVER, LATER, LATER)).isEqualTo(LOOK);
        assertThat(pause(StopCause.LEASE_LOST, OVER, OVER, LATER)).isEqualTo(LOOK);
        assertThat(pause(StopCause.DEADLINE, LATER, OVER, LATER)).isEqualTo(LOOK);
    }

    @Test
    void aClockThatIsEarlyCostsOneTurn() {
        assertThat(pause(null, OVER, LATER, LATER)).isEqualTo(Supervise.SHORTEST_NANOS);
    }
}
