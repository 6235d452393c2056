package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.wait.Await;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A peer that writes down what it gets, as fast as the test lets it. */
public final class RecordingSink implements WatchSink {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final List<WatchResponse> all = new CopyOnWriteArrayList<>();
    private volatile int room = Integer.MAX_VALUE;
    private volatile boolean closed;
    private volatile @Nullable Problem failure;

    /** Takes that many more, then no more. */
    public RecordingSink withRoom(int responses) {
        room = responses;
        return this;
    }

    @Override
    public boolean isReady() {
        return all.size() < room;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void send(WatchResponse response) {
        all.add(response);
    }

    @Override
    public void fail(ProblemException reason) {
        failure = reason.problem();
    }

    public void goAway() {
        closed = true;
    }

    public List<WatchResponse> changes() {
        return all.stream()
                .filter(response -> response.getType() != ChangeType.CHANGE_TYPE_BOOKMARK)
                .toList();
    }

    /** Changes as "ADDED a". */
    public List<String> told() {
        return changes().stream()
                .map(response ->
                        response.getType().name().substring("CHANGE_TYPE_".length())
                                + " "
                                + response.getResource().getMetadata().getName())
                .toList();
    }

    public List<Long> revisions() {
        return changes().stream().map(WatchResponse::getRevision).toList();
    }

    public RecordingSink await(int changes) {
        Await.until(changes + " changes", DEADLINE, () -> changes().size() >= changes);
        return this;
    }

    public WatchResponse awaitResponse(String what, Predicate<WatchResponse> wanted) {
        return Await.value(
                what,
                DEADLINE,
                () -> {
                    Optional<WatchResponse> found = all.stream().filter(wanted).findFirst();
                    return found.orElse(null);
                });
    }

    public <P extends Problem> P awaitFailure(Class<P> type) {
        return Await.value(
                "the watch ends by " + type.getSimpleName(),
                DEADLINE,
                () -> type.isInstance(failure) ? type.cast(failure) : null);
    }
}
