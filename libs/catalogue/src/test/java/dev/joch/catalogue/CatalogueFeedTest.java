package dev.joch.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.testkit.wait.Await;

import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class CatalogueFeedTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Resource TOOL = Mesh.record("Tool", "x", 1);
    private static final Resource OTHER = Mesh.record("Tool", "y", 1);

    private final ScriptedStore store = new ScriptedStore();
    private final Mesh mesh = new Mesh(store);
    private final CatalogueFeed<Records> feed =
            new CatalogueFeed<>(
                    "test", mesh.channel(), List.of("Tool"), Records::new, Duration.ofMillis(1));

    @BeforeEach
    void start() {
        feed.start();
    }

    @AfterEach
    void stop() {
        feed.close();
        mesh.close();
    }

    private ScriptedStore.Watch read(long revision) throws InterruptedException {
        ScriptedStore.Watch watch = store.nextWatch();
        watch.add(TOOL, 0);
        watch.bookmark(revision, true);
        assertThat(feed.await(revision, SOON)).isTrue();
        return watch;
    }

    private boolean shows(Resource resource) {
        return feed.view().get(ResourceKeys.of(resource)).equals(Optional.of(resource));
    }

    @Test
    void nothingShowsBeforeTheWholeStateIsRead() throws InterruptedException {
        ScriptedStore.Watch watch = store.nextWatch();
        assertThat(watch.request().getFilter().getTenant()).isEqualTo("*");
        assertThat(watch.request().getFilter().getKindsList()).containsExactly("Tool");
        assertThat(watch.request().getFromRevision()).isZero();
        watch.add(TOOL, 0);
        assertThat(feed.await(1, Duration.ofMillis(100))).isFalse();
        assertThat(feed.ready()).isFalse();
        assertThat(feed.view().size()).isZero();
        watch.bookmark(5, true);
        assertThat(feed.await(5, SOON)).isTrue();
        assertThat(feed.ready()).isTrue();
        assertThat(shows(TOOL)).isTrue();
    }

    @Test
    void changesFollowAndMoveTheRevision() throws InterruptedException {
        ScriptedStore.Watch watch = read(5);
        watch.add(OTHER, 6);
        watch.delete(TOOL, 7);
        watch.bookmark(9, false);
        assertThat(feed.await(9, SOON)).isTrue();
        assertThat(shows(OTHER)).isTrue();
        assertThat(shows(TOOL)).isFalse();
        assertThat(feed.revision()).isEqualTo(9);
        assertThat(feed.await(10, Duration.ofMillis(50))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "CANCELLED", "RESOURCE_EXHAUSTED"})
    void aWatchThatBreaksGoesOnWhereItWas(Status.Code code) throws InterruptedException {
        read(5).fail(code.toStatus());
        ScriptedStore.Watch again = store.nextWatch();
        assertThat(again.request().getFromRevision()).isEqualTo(5);
        assertThat(shows(TOOL)).isTrue();
        again.add(OTHER, 6);
        assertThat(feed.await(6, SOON)).isTrue();
        assertThat(feed.view().size()).isEqualTo(2);
    }

    @Test
    void afterACompactionTheWholeStateIsSwappedInAtOnce() throws InterruptedException {
        read(5).fail(Status.OUT_OF_RANGE.withDescription("REVISION_EXPIRED"));
        ScriptedStore.Watch again = store.nextWatch();
        assertThat(again.request().getFromRevision()).isZero();
        again.add(OTHER, 0);
        Records before = feed.view();
        // half of the new state: nobody sees it yet, and the old one stays in use
        assertThat(feed.await(1, Duration.ofMillis(100))).isFalse();
        assertThat(feed.view()).isSameAs(before);
        assertThat(shows(TOOL)).isTrue();
        again.bookmark(20, true);
        assertThat(feed.await(20, SOON)).isTrue();
        assertThat(shows(OTHER)).isTrue();
        assertThat(shows(TOOL)).isFalse();
    }

    @Test
    void whoWaitsIsWokenByTheChange() throws InterruptedException {
        ScriptedStore.Watch watch = read(5);
        Thread waiting = Thread.ofVirtual().start(() -> awaited(6));
        watch.add(OTHER, 6);
        Await.until("the one that waits goes on", SOON, () -> !waiting.isAlive());
        assertThat(feed.revision()).isEqualTo(6);
    }

    private void awaited(long revision) {
        try {
            assertThat(feed.await(revision, SOON)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
