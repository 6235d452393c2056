package dev.joch.resourcestore.tell;

import dev.joch.events.EventLog;
import dev.joch.events.Events;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.watch.Window;
import dev.joch.service.problem.ProblemException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The store's log as a log of events: positions are revisions. */
public final class ChangeLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

    private final ResourceStore store;
    private final Window window;
    private final ReaderPlaces places;
    private final ChangeEvents events;

    public ChangeLog(ResourceStore store, Window window, ReaderPlaces places, Events events) {
        this.store = store;
        this.window = window;
        this.places = places;
        this.events = new ChangeEvents(events);
    }

    @Override
    public Page read(long after, int limit) {
        List<Change> changes;
        try {
            changes =
                    window.changesAfter(after, limit)
                            .orElseGet(() -> store.changesAfter(after, limit));
        } catch (ProblemException e) {
            if (e.problem() instanceof ResourceStoreProblem.RevisionExpired) {
                return skip(after);
            }
            throw e;
        }
        if (changes.isEmpty()) {
            return Page.none(after);
        }
        return new Page(
                changes.stream()
                        .map(change -> new Entry(change.revision(), events.of(change)))
                        .toList(),
                changes.getLast().revision());
    }

    /**
     * A reader that is new, or was away for longer than it is waited for. It begins with what is
     * kept; level-triggered readers look at everything when they begin.
     */
    private Page skip(long after) {
        long oldest = store.bounds().compacted();
        LOG.warn("changes after {} are not kept any more; a reader goes on from {}", after, oldest);
        return Page.none(Math.max(after, oldest));
    }

    @Override
    public void awaitNews(long after, Duration patience) throws InterruptedException {
        // not in the store: one thread listens to it, and what it hears is in the window
        window.awaitEndAfter(after, patience);
    }

    @Override
    public long newest() {
        return store.bounds().revision();
    }

    @Override
    public long place(String reader) {
        return places.place(reader);
    }

    @Override
    public void keep(String reader, long place) {
        places.keep(reader, place);
    }

    @Override
    public Optional<Claim> claim(String reader) {
        return places.claim(reader);
    }

    /** Compaction does it, and waits for the readers. */
    @Override
    public int prune() {
        return 0;
    }
}
