package dev.joch.controllermanager.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.BudgetLimits;
import dev.joch.resource.v1alpha1.BudgetSpec;
import dev.joch.resource.v1alpha1.BudgetStatus;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetRulesTest {

    @ParameterizedTest
    @CsvSource({
        "100, 79.99, 0, Ready",
        "100, 80, 0, SoftLimit",
        "100, 100, 0, HardLimit",
        "100, 10, 50, HardLimit",
        "0, 0, 0, Ready",
        "0, 0.01, 0, HardLimit",
    })
    void theWorseOfMonthAndDayCounts(double monthly, double month, double day, String phase) {
        BudgetSpec spec =
                BudgetSpec.newBuilder()
                        .setLimits(BudgetLimits.newBuilder().setMonthlyUsd(monthly).setDailyUsd(50))
                        .build();
        BudgetStatus status =
                BudgetStatus.newBuilder().setMonthSpentUsd(month).setDaySpentUsd(day).build();
        assertThat(BudgetController.phase(spec, status)).isEqualTo(phase);
    }
}
