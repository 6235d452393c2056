package dev.joch.testkit.check;

import static dev.joch.testkit.check.Histories.apply;
import static dev.joch.testkit.check.Histories.conflict;
import static dev.joch.testkit.check.Histories.created;
import static dev.joch.testkit.check.Histories.delete;
import static dev.joch.testkit.check.Histories.put;
import static dev.joch.testkit.check.Histories.read;
import static dev.joch.testkit.check.Histories.readNothing;
import static dev.joch.testkit.check.Histories.unknown;
import static dev.joch.testkit.check.Histories.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.history.Answer;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Operation;
import dev.joch.testkit.history.Sighting;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class LinearizabilityCheckerTest {

    private final LinearizabilityChecker checker =
            new LinearizabilityChecker(Duration.ofSeconds(20));

    @Test
    void oneAfterTheOther() {
        good(
                created(1, 2, "a", 5),
                read(3, 4, "a", 5),
                update(5, 6, "b", 5, 8),
                read(7, 8, "b", 8),
                delete(9, 10),
                readNothing(11, 12),
                created(13, 14, "c", 12));
    }

    @Test
    void aReadBesideAWriteSeesEither() {
        good(created(1, 2, "a", 1), put(3, 9, "b", 2), read(4, 5, "a", 1), read(6, 7, "b", 2));
    }

    @Test
    void aReadMayNotGoBack() {
        bad(created(1, 2, "a", 1), put(3, 9, "b", 2), read(4, 5, "b", 2), read(6, 7, "a", 1));
    }

    @Test
    void aStaleReadIsFound() {
        bad(created(1, 2, "a", 1), put(3, 4, "b", 2), read(5, 6, "a", 1));
    }

    @Test
    void aReadOfNothingAfterAWriteIsFound() {
        bad(created(1, 2, "a", 1), readNothing(3, 4));
    }

    @Test
    void twoUpdatesOfOneVersionAreFound() {
        bad(created(1, 2, "a", 1), update(3, 8, "b", 1, 2), update(4, 7, "c", 1, 3));
    }

    @Test
    void oneOfTwoUpdatesMayWin() {
        good(created(1, 2, "a", 1), update(3, 8, "b", 1, 2), conflict(4, 7, "c", 1));
    }

    @Test
    void aConflictWithTheCurrentVersionIsFound() {
        bad(created(1, 2, "a", 1), conflict(3, 4, "b", 1), read(5, 6, "a", 1));
    }

    @Test
    void whatJochWritesBesideTheClientsIsTakenFromTheLog() {
        List<Operation> operations =
                List.of(
                        created(1, 2, "a", 1),
                        read(3, 4, "a", 2),
                        conflict(5, 6, "b", 1),
                        update(7, 8, "b", 2, 3));
        Sighting written = new Sighting("log", Sighting.Type.ADDED, 1, "k", "a");
        Sighting touched = new Sighting("log", Sighting.Type.MODIFIED, 2, "k", "a");
        Sighting updated = new Sighting("log", Sighting.Type.MODIFIED, 3, "k", "b");
        History history = new History(operations);
        assertThat(checker.findings(history.withChanges(List.of(written, touched, updated))))
                .isEmpty();
        assertThat(checker.findings(history.withChanges(List.of(written, updated)))).hasSize(1);
    }

    @Test
    void whatIsTouchedMayBeAWriteThatNobodyAnswered() {
        List<Operation> operations =
                List.of(
                        created(1, 2, "a", 1),
                        unknown("put", 3, Map.of("value", "b")),
                        read(4, 5, "b", 3));
        Sighting written = new Sighting("log", Sighting.Type.ADDED, 1, "k", "a");
        Sighting put = new Sighting("log", Sighting.Type.MODIFIED, 2, "k", "b");
        Sighting touched = new Sighting("log", Sighting.Type.MODIFIED, 3, "k", "b");
        History history = new History(operations);
        assertThat(checker.findings(history.withChanges(List.of(written, put, touched)))).isEmpty();
    }

    @Test
    void aVersionThatGoesBackIsFound() {
        bad(created(1, 2, "a", 5), put(3, 4, "b", 4));
        bad(created(1, 2, "a", 5), delete(3, 4), created(5, 6, "b", 5));
    }

    @Test
    void anUnchangedPutKeepsItsVersion() {
        good(created(1, 2, "a", 5), put(3, 4, "a", 5));
    }

    @Test
    void anUnknownWriteMayHappenLateOrNever() {
        good(
                created(1, 2, "a", 1),
                unknown("put", 3, Map.of("value", "b")),
                read(4, 5, "a", 1),
                read(6, 7, "b", 9));
        good(created(1, 2, "a", 1), unknown("put", 3, Map.of("value", "b")), read(4, 5, "a", 1));
    }

    @Test
    void anUnknownWriteMayNotHappenTwice() {
        bad(
                created(1, 2, "a", 1),
                unknown("put", 3, Map.of("value", "b")),
                read(4, 5, "b", 9),
                put(6, 7, "c", 10),
                read(8, 9, "b", 9));
    }

    @Test
    void anUnknownDeletionExplainsThatNothingIsThere() {
        good(created(1, 2, "a", 1), unknown("delete", 3, Map.of()), readNothing(4, 5));
        bad(created(1, 2, "a", 1), readNothing(3, 4), unknown("delete", 5, Map.of()));
    }

    @Test
    void anUnknownUpdateExplainsAConflict() {
        good(
                created(1, 2, "a", 1),
                unknown("update", 3, Map.of("value", "b", "version", "1")),
                conflict(4, 5, "c", 1));
    }

    @Test
    void aBatchIsJudgedKeyByKey() {
        List<Operation> history =
                List.of(apply(Answer.OK, "k=a@1", "l=b@2"), readOf("l", 3, 4, "x", 2));
        assertThat(checker.findings(history))
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("l"));
    }

    @Test
    void manyUnknownWritesDoNotHangTheSearch() {
        List<Operation> history = new ArrayList<>();
        history.add(created(1, 2, "a", 1));
        for (int i = 0; i < 14; i++) {
            history.add(unknown("put", 3 + i, Map.of("value", "u" + i)));
        }
        for (int i = 0; i < 200; i++) {
            history.add(put(100 + 2L * i, 101 + 2L * i, "v" + i, 10 + i));
        }
        good(history.toArray(Operation[]::new));
    }

    private static Operation readOf(String key, long from, long to, String value, long version) {
        Operation read = read(from, to, value, version);
        return new Operation(
                read.id(),
                read.client(),
                read.name(),
                key,
                read.arguments(),
                read.invoked(),
                read.answered(),
                read.answer(),
                read.result());
    }

    private void good(Operation... operations) {
        assertThat(checker.judge(List.of(operations)).values())
                .allMatch(Verdict.Linearizable.class::isInstance);
    }

    private void bad(Operation... operations) {
        assertThat(checker.findings(List.of(operations))).hasSize(1);
    }
}
