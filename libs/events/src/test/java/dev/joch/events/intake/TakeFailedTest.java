package dev.joch.events.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** An outage is waited for; what the event itself is to blame for is set aside in the end. */
final class TakeFailedTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "40P01, true",
        "55P03, true",
        "25006, true",
        "25P02, false",
        "22021, false",
        "23505, false"
    })
    void theStateTellsAnOutageFromABadEvent(String state, boolean outage) {
        SQLException refused = new SQLException("refused", state);
        assertThat(new TakeFailed(new IllegalStateException("wrapped", refused)).isOutage())
                .isEqualTo(outage);
    }

    @Test
    void aPoolThatHasNothingInTimeIsAnOutage() {
        assertThat(new TakeFailed(new SQLTransientConnectionException("none")).isOutage()).isTrue();
    }

    /** It may be the handler's own, and would be tried for ever. */
    @Test
    void aFailureWithoutAStateIsTheEvents() {
        assertThat(new TakeFailed(new SQLException("cannot be read")).isOutage()).isFalse();
    }
}
