package dev.joch.controllermanager.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeatsTest {

    private final Seats empty = Seats.of(48);

    @Test
    void anEmptyRoomIsForAnyLineButForTheSharesOfTheOthers() {
        for (Urgency line : Urgency.values()) {
            assertThat(empty.free(line)).isEqualTo(42);
        }
    }

    @Test
    void aLineThatTookAllItCouldLeavesTheOthersTheirShares() {
        Seats full = empty.take(Urgency.REACHED, 42);
        assertThat(full.free(Urgency.REACHED)).isZero();
        assertThat(full.free(Urgency.CHANGED)).isEqualTo(3);
        assertThat(full.free(Urgency.DESCRIBES)).isEqualTo(3);
    }

    @Test
    void whoSitsOnItsOwnShareTakesNothingFromTheCommonSeats() {
        Seats some = empty.take(Urgency.CHANGED, 3);
        assertThat(some.free(Urgency.REACHED)).isEqualTo(42);
        assertThat(some.take(Urgency.CHANGED, 1).free(Urgency.REACHED)).isEqualTo(41);
    }

    @Test
    void noMoreSitThanThereAreSeats() {
        Seats full =
                empty.take(Urgency.CHANGED, 42).take(Urgency.REACHED, 3).take(Urgency.DESCRIBES, 3);
        for (Urgency line : Urgency.values()) {
            assertThat(full.free(line)).isZero();
        }
    }

    @Test
    void oneSeatIsForWhoeverComes() {
        for (Urgency line : Urgency.values()) {
            assertThat(Seats.of(1).free(line)).isEqualTo(1);
        }
    }
}
