package dev.joch.resource.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

final class NearestTest {

    private static final List<String> NAMES = List.of("b", "prod", "search", "staging");

    @ParameterizedTest
    @CsvSource({
        "serach, search",
        "prdo, prod",
        "PROD, prod",
        "stagin, staging",
        "B, b",
        "a,",
        "x,",
        "weather,",
    })
    void aNameNearbyIsSuggestedAndNoWildGuess(String word, String nearest) {
        assertEquals(Optional.ofNullable(nearest), Nearest.to(word, NAMES));
    }
}
