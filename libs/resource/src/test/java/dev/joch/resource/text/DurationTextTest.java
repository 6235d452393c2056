package dev.joch.resource.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"250ms, 250", "90s, 90000", "1h30m, 5400000", "7d, 604800000", "0s, 0"})
    void partsAddUp(String text, long millis) {
        assertThat(DurationText.parse(text).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "5m3", "1w", "x5m"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
    }

    @Test
    void theRefusalShowsHowToWriteIt() {
        assertThat(assertThrows(IllegalArgumentException.class, () -> DurationText.parse("soon")))
                .hasMessageContaining("90s");
    }
}
