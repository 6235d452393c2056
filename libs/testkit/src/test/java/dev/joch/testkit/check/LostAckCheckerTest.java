package dev.joch.testkit.check;

import static dev.joch.testkit.check.Histories.apply;
import static dev.joch.testkit.check.Histories.last;
import static dev.joch.testkit.check.Histories.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.testkit.history.Answer;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;
import dev.joch.testkit.history.Sighting;

import org.junit.jupiter.api.Test;

import java.util.List;

class LostAckCheckerTest {

    private static final List<Sighting> LOG =
            List.of(
                    seen(Sighting.Type.ADDED, 1, "a", "x"),
                    seen(Sighting.Type.ADDED, 2, "b", "y"),
                    seen(Sighting.Type.MODIFIED, 3, "a", "z"),
                    seen(Sighting.Type.DELETED, 4, "b", ""));

    @Test
    void allIsThere() {
        assertThat(
                        rules(
                                apply(Answer.OK, "a=x@1", "b=y@2"),
                                apply(Answer.UNKNOWN, "a=z"),
                                apply(Answer.UNKNOWN, "c=q", "d=r"),
                                apply(Answer.REFUSED, "c=s"),
                                last("a", "z"),
                                last("b", "")))
                .isEmpty();
    }

    @Test
    void anAcknowledgedWriteThatIsNotThereIsLost() {
        assertThat(rulesOfAll(apply(Answer.OK, "c=q"))).containsExactly("lost");
    }

    @Test
    void anUnansweredBatchMayNotBeHalfThere() {
        assertThat(
                        rules(
                                apply(Answer.OK, "a=x"),
                                apply(Answer.OK, "a=z"),
                                apply(Answer.UNKNOWN, "b=y", "c=q")))
                .containsExactly("half there");
    }

    @Test
    void aRefusedWriteMayNotBeThere() {
        assertThat(rules(apply(Answer.OK, "a=x", "b=y"), apply(Answer.REFUSED, "a=z")))
                .containsExactly("refused");
    }

    @Test
    void aValueComesFromSomebody() {
        assertThat(rules(apply(Answer.OK, "a=x", "b=y"))).containsExactly("nobody wrote");
    }

    @Test
    void theToldVersionIsTheStoredOne() {
        assertThat(rules(apply(Answer.OK, "a=x@1", "b=y@9"), apply(Answer.OK, "a=z")))
                .containsExactly("other version");
    }

    @Test
    void theLastReadingAgreesWithTheLog() {
        assertThat(rulesOfAll(last("a", "x"))).containsExactly("last reading");
        assertThat(rulesOfAll(last("b", "y"))).containsExactly("last reading");
        assertThat(rulesOfAll(last("a", ""))).containsExactly("last reading");
    }

    @Test
    void valuesMustTellTheirWriter() {
        assertThatThrownBy(() -> rules(apply(Answer.OK, "a=x"), apply(Answer.OK, "a=x")))
                .hasMessageContaining("written twice");
    }

    /** Besides those that wrote what is in the log. */
    private static List<String> rulesOfAll(Operation more) {
        return rules(apply(Answer.OK, "a=x", "b=y"), apply(Answer.OK, "a=z"), more);
    }

    private static List<String> rules(Operation... operations) {
        return LostAckChecker.findings(new History(List.of(operations), List.of(), LOG)).stream()
                .map(Finding::rule)
                .toList();
    }
}
