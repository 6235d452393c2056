package dev.joch.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ByteBudgetTest {

    @Test
    void whatDoesNotFitIsSentAwayUntilThereIsRoom() {
        ByteBudget budget = new ByteBudget(100);
        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(60)).isFalse();
        assertThat(budget.take(40)).isTrue();
        budget.giveBack(60);
        assertThat(budget.take(60)).isTrue();
    }

    @Test
    void oneAloneFitsAlways() {
        ByteBudget budget = new ByteBudget(10);
        assertThat(budget.take(500)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.giveBack(500);
        assertThat(budget.take(1)).isTrue();
    }
}
