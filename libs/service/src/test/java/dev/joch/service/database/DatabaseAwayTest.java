package dev.joch.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

final class DatabaseAwayTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "53300, true",
        "57P01, true",
        "58030, true",
        "40001, true",
        "40P01, true",
        "55P03, true",
        "25006, true",
        "25P03, true",
        "25P02, false",
        "55000, false",
        "22021, false",
        "23505, false",
        "42601, false"
    })
    void theStateSaysWhetherToTryAgain(String state, boolean away) {
        SQLException failure = new SQLException("refused", state);
        assertThat(DatabaseAway.isMeantBy(failure)).isEqualTo(away);
        assertThat(DatabaseAway.mayBeMeantBy(failure)).isEqualTo(away);
    }

    @Test
    void whoSaysNothingMayBeAway() {
        SQLException failure = new SQLException("the pool is closed");
        assertThat(DatabaseAway.isMeantBy(failure)).isFalse();
        assertThat(DatabaseAway.mayBeMeantBy(failure)).isTrue();
    }

    @Test
    void aPoolThatHasNothingInTimeIsAway() {
        assertThat(DatabaseAway.isMeantBy(new SQLTransientConnectionException("no connection")))
                .isTrue();
    }
}
