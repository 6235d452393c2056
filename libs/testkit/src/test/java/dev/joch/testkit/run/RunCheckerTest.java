package dev.joch.testkit.run;

import static dev.joch.testkit.run.RunHistories.begun;
import static dev.joch.testkit.run.RunHistories.succeeded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.check.Finding;

import org.junit.jupiter.api.Test;

import java.util.List;

class RunCheckerTest {

    private static List<String> rules(RunHistories run) {
        return RunChecker.findings(run.history()).stream().map(Finding::rule).distinct().toList();
    }

    @Test
    void aRunThatEndsOnceBreaksNothing() {
        assertThat(rules(succeeded())).isEmpty();
    }

    @Test
    void neitherDoesOneThatWasLostBeforeItsBeginAndAfterAndThenSucceeded() {
        RunHistories run =
                new RunHistories(2)
                        .step("Pending", 0, 0, "")
                        .step("Scheduled", 1, 1, "w1")
                        .step("Pending", 1, 0, "w1", true)
                        .step("Scheduled", 2, 1, "w2")
                        .step("Running", 2, 1, "w2")
                        .step("Pending", 2, 1, "w2", true)
                        .step("Scheduled", 3, 2, "w1")
                        .step("Running", 3, 2, "w1")
                        .step("Succeeded", 3, 2, "w1")
                        .ends(2)
                        .told("e3", "Succeeded");
        assertThat(rules(run)).isEmpty();
    }

    @Test
    void neitherDoesOneThatWasGivenUpWhenNoAttemptWasLeft() {
        assertThat(rules(begun(1).step("Failed", 1, 1, "w1", true).ends(0))).isEmpty();
    }

    @Test
    void anAcknowledgedRunThatNobodyKnowsIsLost() {
        assertThat(rules(new RunHistories(1))).containsExactly("lost");
    }

    @Test
    void soIsOneThatUsersDoNotSee() {
        assertThat(
                        rules(
                                begun(1).step("Succeeded", 1, 1, "w1")
                                        .told("e1", "")
                                        .told("e2", "Succeeded")))
                .containsExactly("lost");
    }

    @Test
    void oneThatGoesOnForEverHasNoEnd() {
        assertThat(rules(begun(1))).containsExactly("no end");
    }

    @Test
    void nothingFollowsAnEnd() {
        assertThat(rules(succeeded().step("Succeeded", 1, 1, "w1")))
                .containsExactly("succeeded twice");
        assertThat(rules(succeeded().step("Failed", 1, 1, "w1"))).containsExactly("ended twice");
        assertThat(rules(succeeded().step("Pending", 1, 1, "w1"))).containsExactly("went on");
    }

    @Test
    void aLeaseIsNotGivenWhileAnotherOneHoldsIt() {
        assertThat(rules(begun(2).step("Scheduled", 2, 2, "w2").step("Running", 2, 2, "w2")))
                .containsExactly("held by two", "no end");
    }

    @Test
    void aHolderDoesNotChangeUnderway() {
        assertThat(rules(begun(2).step("Running", 1, 1, "w2")))
                .containsExactly("held by two", "no end");
        assertThat(rules(begun(2).step("Suspended", 2, 1, "w1")))
                .containsExactly("held by two", "no end");
    }

    @Test
    void everyLeaseHasATokenOfItsOwn() {
        assertThat(rules(begun(2).step("Pending", 1, 1, "w1", true).step("Scheduled", 1, 2, "w2")))
                .containsExactly("token", "no end");
        assertThat(rules(begun(2).step("Pending", 0, 1, "w1", true)))
                .containsExactly("token", "no end");
    }

    @Test
    void onlyTheHolderEndsARun() {
        assertThat(rules(begun(1).step("Succeeded", 2, 1, "w2").ends(1)))
                .containsExactly("stale report");
    }

    @Test
    void whatWasNotBegunDoesNotSucceed() {
        RunHistories run =
                new RunHistories(1)
                        .step("Pending", 0, 0, "")
                        .step("Scheduled", 1, 1, "w1")
                        .step("Succeeded", 1, 1, "w1");
        assertThat(rules(run.ends(1))).containsExactly("not run");
    }

    @Test
    void aRunIsBegunAsOftenAsItMayAndNotLess() {
        assertThat(rules(begun(2).step("Failed", 1, 1, "w1", true).ends(0)))
                .containsExactly("given up early");
        RunHistories run =
                begun(1).step("Pending", 1, 1, "w1", true)
                        .step("Scheduled", 2, 2, "w2")
                        .step("Running", 2, 2, "w2")
                        .step("Succeeded", 2, 2, "w2");
        assertThat(rules(run.ends(2))).containsExactly("too many attempts");
    }

    @Test
    void usersSeeThePhaseOfTheScheduler() {
        RunHistories run = begun(1).step("Succeeded", 1, 1, "w1").told("e1", "Succeeded");
        assertThat(rules(run.seen("Running", 1, 0)))
                .containsExactly("status", "success of another attempt");
    }

    @Test
    void aSuccessIsThatOfTheAttemptThatReportsIt() {
        RunHistories run =
                begun(2).step("Pending", 1, 1, "w1", true)
                        .step("Scheduled", 2, 2, "w2")
                        .step("Running", 2, 2, "w2")
                        .step("Succeeded", 2, 2, "w2");
        assertThat(rules(run.ends(1))).containsExactly("success of another attempt");
    }

    @Test
    void anEndIsToldOnceAndLast() {
        RunHistories untold = begun(1).step("Succeeded", 1, 1, "w1").seen("Succeeded", 1, 1);
        assertThat(rules(untold)).containsExactly("told");
        assertThat(rules(succeeded().told("e3", "Succeeded"))).isEmpty();
        assertThat(rules(succeeded().told("e4", "Succeeded"))).containsExactly("told");
        assertThat(rules(succeeded().told("e4", "Failed"))).containsExactly("told");
        assertThat(rules(succeeded().told("e4", "Running"))).containsExactly("told");
    }

    @Test
    void versionsOnlyGrow() {
        RunHistory good = succeeded().history();
        RunHistory turned =
                new RunHistory(
                        good.submitted(),
                        List.of(
                                good.steps().get(1),
                                good.steps().get(0),
                                good.steps().get(2),
                                good.steps().get(3)),
                        good.seen(),
                        good.told(),
                        good.effects(),
                        good.work());
        assertThat(RunChecker.findings(turned)).extracting(Finding::rule).contains("order");
    }
}
