package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Selection;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.read.ReadResources;
import dev.joch.resourcestore.store.ListPage;
import dev.joch.resourcestore.store.ListQuery;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One watch from its first change to its end: the state, then the log, then the window, at the
 * peer's pace.
 */
final class WatchRun {

    private static final Logger LOG = LoggerFactory.getLogger(WatchRun.class);
    private static final int STEP = 500;

    private final ResourceStore store;
    private final Window window;
    private final WatchConfig config;
    private final WatchSink sink;
    private final Consumer<WatchRun> ended;
    private final Thread thread;
    private final Watcher watcher;
    private long from;
    private long lastSent;
    private long lastSentAt;

    /** The peer went away: nothing to say to it. */
    private static final class PeerGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        PeerGone() {
            super("the peer went away", null, false, false);
        }
    }

    WatchRun(
            ResourceStore store,
            Window window,
            WatchConfig config,
            Selection selection,
            WatchSink sink,
            Consumer<WatchRun> ended) {
        this.store = store;
        this.window = window;
        this.config = config;
        this.sink = sink;
        this.ended = ended;
        this.thread = Thread.ofVirtual().name("watch").unstarted(this::run);
        this.watcher = new Watcher(selection, config.buffer(), thread);
    }

    void start(long revision) {
        from = revision;
        thread.start();
    }

    void wake() {
        watcher.wake();
    }

    void stop(Problem reason) {
        watcher.cut(reason);
    }

    private void run() {
        try {
            lastSentAt = System.nanoTime();
            lastSent = from == 0 ? sendState() : from;
            catchUp();
            follow();
        } catch (PeerGone e) {
            LOG.debug("a watch ended: {}", e.getMessage());
        } catch (ProblemException e) {
            sink.fail(e);
        } catch (RuntimeException | Error e) {
            LOG.error("a watch failed", e);
            sink.fail(new ProblemException(new ServiceProblem.Internal(), e));
        } finally {
            window.leave(watcher);
            ended.accept(this);
        }
    }

    /** Everything there is, all at one revision, which the answer is. */
    private long sendState() {
        long revision = 0;
        Optional<Key> after = Optional.empty();
        do {
            ListPage page = store.list(new ListQuery(watcher.selection(), after, STEP, revision));
            revision = page.revision();
            for (Version version : page.versions()) {
                send(initial(version));
            }
            after = page.next();
        } while (after.isPresent());
        send(bookmark(revision).toBuilder().setInitialEnd(true).build());
        return revision;
    }

    /** Reads on until so little is missing that the window can hand it over. */
    private void catchUp() {
        while (!window.join(watcher, lastSent, config.buffer() / 2)) {
            List<Change> changes =
                    window.after(lastSent, STEP)
                            .orElseGet(() -> store.changesAfter(lastSent, STEP));
            for (Change change : changes) {
                watcher.selection().seenAs(change).ifPresent(type -> send(response(type, change)));
                lastSent = change.revision();
            }
            requireOpen();
            bookmarkIfDue(lastSent);
        }
    }

    private void follow() {
        while (true) {
            // before the buffer is looked at: what the window held then was in the buffer, or is
            // sent
            long seen = Math.max(lastSent, window.end());
            Watcher.Event event = watcher.poll();
            if (event != null) {
                if (event.change().revision() > lastSent) {
                    send(response(event.type(), event.change()));
                    lastSent = event.change().revision();
                }
                continue;
            }
            if (watcher.overflowed()) {
                throw slow();
            }
            requireOpen();
            bookmarkIfDue(seen);
            if (!watcher.hasEvents()) {
                LockSupport.parkNanos(untilBookmark());
            }
        }
    }

    private void bookmarkIfDue(long revision) {
        if (untilBookmark() <= 0) {
            lastSent = Math.max(lastSent, revision);
            send(bookmark(lastSent));
        }
    }

    private long untilBookmark() {
        return lastSentAt + config.bookmarkInterval().toNanos() - System.nanoTime();
    }

    /** Waits until the peer takes more, but not for ever. */
    private void send(WatchResponse response) {
        long patienceEnds = System.nanoTime() + config.stall().toNanos();
        while (!sink.isReady()) {
            requireOpen();
            if (watcher.overflowed() || System.nanoTime() >= patienceEnds) {
                throw slow();
            }
            LockSupport.parkNanos(Math.max(1, patienceEnds - System.nanoTime()));
        }
        requireOpen();
        Failpoint.STORE_WATCH_SEND_BEFORE.hit();
        sink.send(response);
        Failpoint.STORE_WATCH_SEND_AFTER.hit();
        lastSentAt = System.nanoTime();
    }

    private void requireOpen() {
        if (sink.isClosed()) {
            throw new PeerGone();
        }
        Optional<Problem> cut = watcher.cutBy();
        if (cut.isPresent()) {
            throw new ProblemException(cut.get());
        }
    }

    private ProblemException slow() {
        return new ProblemException(
                new ResourceStoreProblem.SlowConsumer(lastSent, config.buffer()));
    }

    /**
     * Revision 0: a watch that breaks off here begins again, since the rest of the state has not
     * come.
     */
    private static WatchResponse initial(Version version) {
        return WatchResponse.newBuilder()
                .setType(ChangeType.CHANGE_TYPE_ADDED)
                .setResource(version.resource())
                .setCommittedAt(ReadResources.timestamp(version.committedAt()))
                .build();
    }

    private static WatchResponse bookmark(long revision) {
        return WatchResponse.newBuilder()
                .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                .setRevision(revision)
                .build();
    }

    private static WatchResponse response(ChangeType type, Change change) {
        return WatchResponse.newBuilder()
                .setType(type)
                .setResource(change.version().resource())
                .setRevision(change.revision())
                .setCommittedAt(ReadResources.timestamp(change.version().committedAt()))
                .build();
    }
}
