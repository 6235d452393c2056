package dev.joch.resource.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class RegionsTest {

    @ParameterizedTest
    @CsvSource({
        "EU, eu, true",
        "EU, eu-west, true",
        "eu, EU-West, true",
        "EU, europe, false",
        "EU, us, false",
        "EU, on-prem, true",
    })
    void aGroupHasItselfAndWhatBeginsWithItsName(String group, String region, boolean inside) {
        assertThat(Regions.inside(group, List.of("us", region))).isEqualTo(inside);
        assertThat(Regions.inside(group, List.of())).isFalse();
    }
}
