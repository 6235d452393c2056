package dev.joch.apiserver.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.WatchResponse;

import org.junit.jupiter.api.Test;

class ResumePointTest {

    private static WatchResponse change(long revision, String name) {
        return WatchResponse.newBuilder()
                .setType(ChangeType.CHANGE_TYPE_ADDED)
                .setRevision(revision)
                .setResource(
                        Resource.newBuilder()
                                .setKind("Agent")
                                .setMetadata(ObjectMeta.newBuilder().setName(name)))
                .build();
    }

    private static WatchResponse bookmark(long revision, boolean initialEnd) {
        return WatchResponse.newBuilder()
                .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                .setRevision(revision)
                .setInitialEnd(initialEnd)
                .build();
    }

    @Test
    void aBreakInsideOfARevisionTellsTheRestOfIt() {
        ResumePoint point = new ResumePoint(4);
        point.restart();
        assertThat(point.take(change(5, "a"))).isPresent();
        assertThat(point.take(change(5, "b"))).isPresent();
        assertThat(point.from()).isEqualTo(4);
        point.restart();
        assertThat(point.take(change(5, "a"))).as("told before").isEmpty();
        assertThat(point.take(change(5, "b"))).as("told before").isEmpty();
        assertThat(point.take(change(5, "c"))).as("not told yet").isPresent();
        assertThat(point.take(change(6, "d"))).isPresent();
        assertThat(point.resourceVersion()).isEqualTo("6");
    }

    @Test
    void whatTheClientHasIsNotToldAgain() {
        ResumePoint point = new ResumePoint(4);
        assertThat(point.take(change(4, "a"))).isEmpty();
        assertThat(point.take(change(3, "a"))).isEmpty();
        assertThat(point.take(bookmark(7, false))).isPresent();
        assertThat(point.from()).isEqualTo(7);
        point.restart();
        assertThat(point.take(change(7, "x"))).isEmpty();
    }

    @Test
    void halfOfTheStateIsNoPlaceToResume() {
        ResumePoint point = new ResumePoint(0);
        assertThat(point.canResume()).as("nothing was told yet").isTrue();
        assertThat(point.take(change(0, "a")).orElseThrow().getResourceVersion()).isEmpty();
        assertThat(point.canResume()).isFalse();
        assertThat(point.resourceVersion()).isEmpty();
        assertThat(point.take(bookmark(9, true)).orElseThrow().getResourceVersion()).isEqualTo("9");
        assertThat(point.canResume()).isTrue();
        assertThat(point.from()).isEqualTo(9);
    }
}
