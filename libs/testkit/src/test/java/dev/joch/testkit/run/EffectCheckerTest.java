package dev.joch.testkit.run;

import static dev.joch.testkit.run.RunHistories.begun;
import static dev.joch.testkit.run.RunHistories.succeeded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.check.Finding;
import dev.joch.testkit.effect.EffectCall;
import dev.joch.testkit.effect.EffectCall.Answer;

import org.junit.jupiter.api.Test;

import java.util.List;

class EffectCheckerTest {

    private static List<String> rules(RunHistories run) {
        return EffectChecker.findings(run.history()).stream().map(Finding::rule).toList();
    }

    /** Its first attempt has paid and was lost, the second one has begun. */
    private static RunHistories again() {
        return begun(2).effect(1, "pay")
                .step("Pending", 1, 1, "w1", true)
                .step("Scheduled", 2, 2, "w2")
                .step("Running", 2, 2, "w2");
    }

    @Test
    void workThatIsDoneOnceBreaksNothing() {
        assertThat(rules(succeeded())).isEmpty();
        assertThat(
                        rules(
                                again().effect(2, "pay", Answer.AGAIN)
                                        .effect(1, "send", Answer.STALE)
                                        .effect(2, "send")
                                        .step("Succeeded", 2, 2, "w2")))
                .isEmpty();
    }

    @Test
    void anEffectIsNotHadTwice() {
        assertThat(rules(again().effect(2, "pay"))).containsExactly("done twice");
    }

    @Test
    void anAttemptThatWasReplacedHasNoEffect() {
        assertThat(rules(again().effect(2, "pay", Answer.AGAIN).effect(1, "send")))
                .containsExactly("stale effect");
    }

    @Test
    void aSuccessHasAllItsEffects() {
        assertThat(rules(begun(1).effect(1, "pay").step("Succeeded", 1, 1, "w1")))
                .containsExactly("missing effect");
        assertThat(rules(begun(1).effect(1, "pay").step("Cancelled", 1, 1, "w1"))).isEmpty();
    }

    @Test
    void nothingHappensBeforeItsAttemptHasBegun() {
        RunHistories early =
                new RunHistories(1)
                        .step("Pending", 0, 0, "")
                        .step("Scheduled", 1, 1, "w1")
                        .effect(1, "pay")
                        .step("Running", 1, 1, "w1");
        assertThat(rules(early)).containsExactly("before its begin");
        assertThat(rules(begun(2).effect(2, "pay"))).containsExactly("before its begin");
    }

    @Test
    void nothingHappensAfterTheEndButWhereNobodyCouldReachTheWorker() {
        assertThat(rules(begun(1).step("Cancelled", 1, 1, "w1").effect(1, "pay")))
                .containsExactly("after the end");
        assertThat(rules(begun(1).step("Failed", 1, 1, "w1", true).effect(1, "pay"))).isEmpty();
    }

    @Test
    void nothingIsDoneByMoreAttemptsThanThereMayBe() {
        RunHistories run =
                begun(1).step("Pending", 1, 1, "w1", true)
                        .step("Scheduled", 2, 2, "w2")
                        .step("Running", 2, 2, "w2")
                        .effect(2, "pay");
        assertThat(rules(run)).containsExactly("too many attempts");
    }

    @Test
    void effectsBelongToRunsThatSomebodyKnows() {
        RunHistory good = succeeded().history();
        RunHistory stray =
                new RunHistory(
                        good.submitted(),
                        good.steps(),
                        good.seen(),
                        good.told(),
                        List.of(new EffectCall(1, "unknown", 1, "pay", Answer.DONE, true)),
                        List.of());
        assertThat(EffectChecker.findings(stray))
                .extracting(Finding::rule)
                .containsExactly("stray effect");
    }
}
