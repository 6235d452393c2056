package dev.joch.testkit.check;

import static dev.joch.testkit.check.Histories.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.history.History;
import dev.joch.testkit.history.Sighting;

import org.junit.jupiter.api.Test;

import java.util.List;

class WatchCheckerTest {

    private static final Sighting FIRST = seen(Sighting.Type.ADDED, 1, "a/1", "x");
    private static final Sighting SECOND = seen(Sighting.Type.ADDED, 2, "b/1", "y");
    private static final Sighting THIRD = seen(Sighting.Type.MODIFIED, 4, "a/1", "z");
    private static final Sighting FOURTH = seen(Sighting.Type.DELETED, 7, "a/1", "z");
    private static final List<Sighting> LOG = List.of(FIRST, SECOND, THIRD, FOURTH);
    private static final Sighting CUT = seen(Sighting.Type.CUT, 0, "", "");

    @Test
    void everythingOnceAndInOrder() {
        assertThat(rules(resumed(0), FIRST, SECOND, THIRD, FOURTH)).isEmpty();
    }

    @Test
    void aScopeLeavesOthersOut() {
        assertThat(rules(seen(Sighting.Type.RESUMED, 0, "a/", ""), FIRST, THIRD, FOURTH)).isEmpty();
        assertThat(rules(seen(Sighting.Type.RESUMED, 0, "a/", ""), FIRST, SECOND, THIRD, FOURTH))
                .containsExactly("scope");
    }

    @Test
    void aResumptionGoesOnWhereItStopped() {
        assertThat(rules(resumed(0), FIRST, SECOND, CUT, resumed(2), THIRD, FOURTH)).isEmpty();
        assertThat(rules(resumed(0), FIRST, bookmark(3), CUT, resumed(3), THIRD, FOURTH))
                .containsExactly("gap");
        assertThat(rules(resumed(0), FIRST, SECOND, bookmark(3), CUT, resumed(3), THIRD, FOURTH))
                .isEmpty();
        assertThat(rules(resumed(0), FIRST, SECOND, CUT, resumed(4), FOURTH))
                .containsExactly("resumption");
    }

    @Test
    void whatIsMissingIsAGap() {
        assertThat(rules(resumed(0), FIRST, THIRD, FOURTH)).containsExactly("gap");
        assertThat(rules(resumed(0), FIRST, SECOND, CUT, resumed(2), FOURTH))
                .containsExactly("gap");
    }

    @Test
    void whatComesTwiceIsADuplicate() {
        assertThat(rules(resumed(0), FIRST, FIRST, SECOND, THIRD, FOURTH))
                .containsExactly("duplicate");
        assertThat(rules(resumed(0), FIRST, SECOND, CUT, resumed(2), SECOND, THIRD, FOURTH))
                .containsExactly("duplicate");
    }

    @Test
    void whatComesLateIsOutOfOrder() {
        assertThat(rules(resumed(0), FIRST, THIRD, SECOND, FOURTH)).containsExactly("gap", "order");
    }

    @Test
    void bookmarksGoForward() {
        assertThat(rules(resumed(0), FIRST, SECOND, bookmark(3), bookmark(3), THIRD, FOURTH))
                .isEmpty();
        assertThat(rules(resumed(0), FIRST, SECOND, bookmark(3), bookmark(2), THIRD, FOURTH))
                .containsExactly("bookmark order");
        assertThat(rules(resumed(0), FIRST, SECOND, bookmark(4), THIRD, FOURTH))
                .containsExactly("gap", "duplicate");
    }

    @Test
    void nothingComesAfterExpired() {
        Sighting expired = seen(Sighting.Type.EXPIRED, 0, "", "");
        assertThat(rules(resumed(0), FIRST, expired, SECOND)).containsExactly("after the end");
        assertThat(rules(resumed(0), FIRST, expired, resumed(4), FOURTH)).isEmpty();
        assertThat(rules(resumed(0), FIRST, expired)).isEmpty();
    }

    @Test
    void theContentIsThatOfTheLog() {
        assertThat(
                        rules(
                                resumed(0),
                                FIRST,
                                SECOND,
                                seen(Sighting.Type.MODIFIED, 4, "a/1", "q"),
                                FOURTH))
                .containsExactly("content");
        assertThat(
                        rules(
                                resumed(0),
                                FIRST,
                                SECOND,
                                seen(Sighting.Type.ADDED, 3, "c", "q"),
                                THIRD,
                                FOURTH))
                .containsExactly("from nowhere");
    }

    @Test
    void aWatcherComesToTheEnd() {
        assertThat(rules(resumed(0), FIRST, SECOND, THIRD)).containsExactly("behind");
        assertThat(rules(resumed(0), FIRST, SECOND, THIRD, FOURTH, bookmark(9))).isEmpty();
    }

    private static Sighting resumed(long revision) {
        return seen(Sighting.Type.RESUMED, revision, "", "");
    }

    private static Sighting bookmark(long revision) {
        return seen(Sighting.Type.BOOKMARK, revision, "", "");
    }

    private static List<String> rules(Sighting... sightings) {
        History history = new History(List.of(), List.of(sightings), LOG);
        return WatchChecker.findings(history, true).stream().map(Finding::rule).toList();
    }
}
