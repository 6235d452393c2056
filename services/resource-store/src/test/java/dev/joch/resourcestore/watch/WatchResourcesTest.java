package dev.joch.resourcestore.watch;

import static dev.joch.resourcestore.Requests.agent;
import static dev.joch.resourcestore.Requests.agentKey;
import static dev.joch.resourcestore.Requests.all;
import static dev.joch.resourcestore.Requests.delete;
import static dev.joch.resourcestore.Requests.in;
import static dev.joch.resourcestore.Requests.labelled;
import static dev.joch.resourcestore.Requests.put;
import static dev.joch.resourcestore.Requests.resource;
import static dev.joch.resourcestore.Requests.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.joch.common.v1.Caller;
import dev.joch.resourcestore.Desk;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.Stores;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

final class WatchResourcesTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Desk desk = new Desk(Stores.memory());
    private WatchResources watches = watches(new WatchConfig(100, 64, LONG, LONG), desk.window);

    private WatchResources watches(WatchConfig config, Window window) {
        return new WatchResources(desk.store, window, config);
    }

    @AfterEach
    void close() {
        watches.close();
        desk.close();
    }

    private RecordingSink watch(Filter filter, long from) {
        return watch(filter, from, new RecordingSink());
    }

    private RecordingSink watch(Filter filter, long from, RecordingSink sink) {
        watches.watch(
                WatchRequest.newBuilder().setFilter(filter).setFromRevision(from).build(), sink);
        return sink;
    }

    @Test
    void aWatchFromTheBeginningShowsTheStateAndThenTheChanges() {
        desk.put(agent("a", "one"));
        desk.put(agent("b", "one"));
        RecordingSink sink = watch(all(), 0);
        WatchResponse end =
                sink.awaitResponse("the end of the state", WatchResponse::getInitialEnd);
        assertEquals(2, end.getRevision());
        assertEquals(List.of(0L, 0L), sink.revisions());
        desk.put(agent("a", "two"));
        desk.write(delete(agentKey("b")));
        sink.await(4);
        assertEquals(List.of("ADDED a", "ADDED b", "MODIFIED a", "DELETED b"), sink.told());
        assertEquals(List.of(3L, 4L), sink.revisions().subList(2, 4));
        assertTrue(sink.changes().getLast().hasCommittedAt());
    }

    @Test
    void aWatchResumesAtAnyRevisionWithoutGapOrDuplicate() {
        IntStream.range(0, 50).forEach(i -> desk.put(agent("a" + i % 5, "v" + i)));
        for (long from = 1; from <= 50; from++) {
            RecordingSink sink = watch(all(), from);
            desk.put(agent("x", "from" + from));
            long last = 50 + from;
            sink.await((int) (last - from));
            assertEquals(LongStream.rangeClosed(from + 1, last).boxed().toList(), sink.revisions());
            sink.goAway();
        }
    }

    @Test
    void whatTheWindowHasLostComesFromTheLog() {
        Window small = new Window(4, 1 << 20);
        watches = watches(new WatchConfig(100, 8, LONG, LONG), small);
        IntStream.range(0, 30)
                .forEach(i -> {
                    long base = desk.store.bounds().revision();
                    desk.put(agent("a", "v" + i));
                    small.add(base, desk.store.changesAfter(base, 10));
                });
        assertEquals(4, small.size());
        RecordingSink sink = watch(all(), 1).await(29);
        assertEquals(LongStream.rangeClosed(2, 30).boxed().toList(), sink.revisions());
    }

    @Test
    void compactedRevisionsAreExpired() {
        IntStream.range(0, 5).forEach(i -> desk.put(agent("a", "v" + i)));
        desk.store.compact(3);
        ResourceStoreProblem.RevisionExpired expired =
                Desk.refused(ResourceStoreProblem.RevisionExpired.class, () -> watch(all(), 2));
        assertEquals(3, expired.oldest());
        watch(all(), 3).await(2);
        Desk.refused(ResourceStoreProblem.RevisionUnknown.class, () -> watch(all(), 6));
    }

    @Test
    void aWatcherOfALostWindowIsToldToListAgain() {
        desk.put(agent("a", "one"));
        RecordingSink sink = watch(all(), 1);
        desk.put(agent("a", "two"));
        sink.await(1);
        desk.window.restart(9, new ResourceStoreProblem.RevisionExpired(2, 9));
        sink.awaitFailure(ResourceStoreProblem.RevisionExpired.class);
    }

    @Test
    void filtersNarrowByKindNamespaceAndTenant() {
        RecordingSink kinds =
                watch(all().toBuilder().addKinds("Model").addKinds("Tool").build(), 0);
        RecordingSink spaces = watch(all().toBuilder().addNamespaces("other").build(), 0);
        RecordingSink tenant = watch(all().toBuilder().setTenant("other").build(), 0);
        for (RecordingSink sink : List.of(kinds, spaces, tenant)) {
            sink.awaitResponse("the end of the state", WatchResponse::getInitialEnd);
        }
        desk.put(agent("a", "one"));
        desk.put(resource("Model", "m", "x"));
        desk.put(in(agent("o", "one"), "other"));
        desk.write(write(put(agent("t", "one"))).toBuilder().setTenant("other").build());
        assertEquals(List.of("ADDED m"), kinds.await(1).told());
        assertEquals(List.of("ADDED o"), spaces.await(1).told());
        assertEquals(List.of("ADDED t"), tenant.await(1).told());
    }

    @Test
    void whatLeavesASelectorIsDeletedForItsWatcher() {
        desk.put(labelled(agent("a", "one"), "env", "dev"));
        RecordingSink sink = watch(all().toBuilder().setLabelSelector("env=prod").build(), 1);
        desk.put(labelled(agent("a", "one"), "env", "prod"));
        desk.put(labelled(agent("a", "two"), "env", "prod"));
        desk.put(labelled(agent("a", "two"), "env", "dev"));
        desk.put(labelled(agent("a", "three"), "env", "dev"));
        desk.write(delete(agentKey("a")));
        desk.put(labelled(agent("b", "one"), "env", "prod"));
        assertEquals(
                List.of("ADDED a", "MODIFIED a", "DELETED a", "ADDED b"), sink.await(4).told());
    }

    @Test
    void bookmarksMoveOnWhenNothingMatches() {
        watches = watches(new WatchConfig(100, 64, Duration.ofMillis(20), LONG), desk.window);
        desk.put(agent("a", "one"));
        RecordingSink sink = watch(all().toBuilder().addKinds("Model").build(), 1);
        desk.put(agent("a", "two"));
        desk.put(agent("a", "three"));
        sink.awaitResponse(
                "a bookmark at 3",
                response ->
                        response.getType() == ChangeType.CHANGE_TYPE_BOOKMARK
                                && response.getRevision() == 3);
        assertTrue(sink.changes().isEmpty());
    }

    @Test
    void aSlowConsumerIsCutOffAndToldWhereToResume() {
        // one that had not even joined the window when the writes were over is cut off by its stall
        watches = watches(new WatchConfig(100, 64, LONG, Duration.ofSeconds(1)), desk.window);
        desk.put(agent("a", "v"));
        RecordingSink slow = watch(all(), 1, new RecordingSink().withRoom(10));
        IntStream.range(0, 200).forEach(i -> desk.put(agent("a", "v" + i)));
        ResourceStoreProblem.SlowConsumer cut =
                slow.awaitFailure(ResourceStoreProblem.SlowConsumer.class);
        assertEquals(slow.revisions().getLast(), cut.resumeRevision());
        RecordingSink again = watch(all(), cut.resumeRevision());
        again.await(201 - (int) cut.resumeRevision());
        assertEquals(cut.resumeRevision() + 1, again.revisions().getFirst());
        Await.until("the slow watch is forgotten", LONG, () -> watches.openWatches() == 1);
    }

    @Test
    void aPeerThatTakesNothingIsCutOffInTime() {
        watches = watches(new WatchConfig(100, 64, LONG, Duration.ofMillis(50)), desk.window);
        desk.put(agent("a", "v"));
        watch(all(), 0, new RecordingSink().withRoom(0))
                .awaitFailure(ResourceStoreProblem.SlowConsumer.class);
    }

    @Test
    void watchesAreBounded() {
        watches = watches(new WatchConfig(2, 64, LONG, LONG), desk.window);
        RecordingSink first = watch(all(), 0);
        watch(all(), 0);
        Desk.refused(ResourceStoreProblem.TooManyWatches.class, () -> watch(all(), 0));
        first.goAway();
        desk.put(agent("a", "v"));
        Await.until("the first watch is forgotten", LONG, () -> watches.openWatches() == 1);
        watch(all(), 0);
    }

    @Test
    void closingEndsAllWatches() {
        RecordingSink sink = watch(all(), 0);
        watches.close();
        sink.awaitFailure(ServiceProblem.Unavailable.class);
        watch(all(), 0).awaitFailure(ServiceProblem.Unavailable.class);
    }

    @Test
    void onlyServicesWatchAllTenants() throws Exception {
        Filter everyone = Filter.newBuilder().setTenant("*").build();
        Desk.refused(ResourceStoreProblem.AllTenantsDenied.class, () -> watch(everyone, 0));
        RecordingSink sink =
                Callers.with(Caller.newBuilder().setMethod("service").build())
                        .call(() -> watch(everyone, 0));
        sink.awaitResponse("the end of the state", WatchResponse::getInitialEnd);
        desk.put(agent("a", "one"));
        desk.write(write(put(agent("b", "one"))).toBuilder().setTenant("other").build());
        assertEquals(List.of("ADDED a", "ADDED b"), sink.await(2).told());
        assertFalse(sink.changes().getLast().getResource().getMetadata().getTenant().isEmpty());
    }

    @Test
    void anInvalidSelectorIsRefusedWithItsField() {
        assertEquals(
                "filter.label_selector",
                Desk.refused(
                                ResourceStoreProblem.InvalidSelector.class,
                                () -> watch(all().toBuilder().setLabelSelector("a in").build(), 0))
                        .field());
    }
}
