package dev.joch.events.direct;

import dev.joch.events.Event;
import dev.joch.events.EventLog;
import dev.joch.events.EventSource;
import dev.joch.events.EventsConfig;
import dev.joch.events.Shards;
import dev.joch.events.Subscription;
import dev.joch.events.intake.Intake;
import dev.joch.events.intake.Lanes;
import dev.joch.events.intake.TakeFailed;
import dev.joch.events.loop.Loop;
import dev.joch.events.metrics.EventMetrics;
import dev.joch.events.store.CursorStore;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * One consumer in one log: reads what is new and gives it to the shards that this member owns.
 *
 * <p>Shards that stand together are served together. One that had to wait is served from where it
 * stands until it has caught up.
 */
final class DirectReader implements Loop.Turn {

    private static final long UPKEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final Subscription subscription;
    private final EventSource source;
    private final DataSource pool;
    private final EventsConfig config;
    private final Supplier<Set<Integer>> owned;
    private final Intake intake;
    private final Lanes<Integer> lanes;
    private final Cursors cursors;
    private final String reader;
    private volatile long behind;
    private long upkeepAt = System.nanoTime();

    DirectReader(
            Subscription subscription,
            EventSource source,
            DataSource pool,
            EventsConfig config,
            EventMetrics metrics,
            Supplier<Set<Integer>> owned) {
        this.subscription = subscription;
        this.source = source;
        this.pool = pool;
        this.config = config;
        this.owned = owned;
        this.intake = new Intake(subscription, pool, metrics);
        this.lanes = new Lanes<>(subscription.group(), intake, config.retry(), System::nanoTime);
        this.cursors = new Cursors(new CursorStore(subscription.group(), source.name()));
        this.reader = "group/" + subscription.group();
        metrics.lag(source.name(), subscription.group(), () -> behind);
    }

    @Override
    public boolean turn() throws SQLException, TakeFailed {
        Set<Integer> shards = owned.get();
        cursors.own(pool, shards);
        lanes.keepOnly(shards);
        boolean moved = false;
        NavigableMap<Long, Set<Integer>> cohorts = cursors.cohorts();
        for (Map.Entry<Long, Set<Integer>> cohort : cohorts.entrySet()) {
            Set<Integer> ready = new HashSet<>(cohort.getValue());
            ready.removeIf(shard -> !lanes.ready(shard));
            if (!ready.isEmpty()) {
                Long next = cohorts.higherKey(cohort.getKey());
                moved |= advance(cohort.getKey(), ready, next == null ? Long.MAX_VALUE : next);
            }
        }
        if (System.nanoTime() - upkeepAt >= 0) {
            upkeep();
        }
        return moved;
    }

    /** What failed may be half done: the database knows. */
    @Override
    public void failed() {
        cursors.forget();
    }

    @Override
    public void rest() throws InterruptedException {
        NavigableMap<Long, Set<Integer>> cohorts = cursors.cohorts();
        long newest = cohorts.isEmpty() ? Long.MAX_VALUE : cohorts.lastKey();
        source.log().awaitNews(newest, lanes.untilReady(config.poll()));
    }

    private boolean advance(long from, Set<Integer> shards, long cap)
            throws SQLException, TakeFailed {
        EventLog.Page page = source.log().read(from, config.batch());
        long end = Math.min(page.end(), cap);
        if (end <= from) {
            return false;
        }
        Map<Integer, List<EventLog.Entry>> byShard = new HashMap<>();
        List<Event> inOrder = new ArrayList<>();
        for (EventLog.Entry entry : page.entries()) {
            int shard = Shards.of(entry.event().key());
            if (entry.position() <= cap
                    && shards.contains(shard)
                    && subscription.wants(entry.event())) {
                byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(entry);
                inOrder.add(entry.event());
            }
        }
        if (inOrder.isEmpty()) {
            cursors.passed(shards, end);
        } else {
            give(byShard, inOrder, shards, end);
        }
        return true;
    }

    private void give(
            Map<Integer, List<EventLog.Entry>> byShard,
            List<Event> inOrder,
            Set<Integer> shards,
            long end)
            throws TakeFailed {
        Map<Integer, List<Event>> batch = new HashMap<>();
        byShard.forEach((shard, entries) ->
                batch.put(shard, entries.stream().map(EventLog.Entry::event).toList()));
        Lanes.Given<Integer> given =
                lanes.give(batch, inOrder, new CursorCarrier(byShard, shards, end));
        if (given.together()) {
            cursors.kept(shards, end);
            return;
        }
        for (int shard : shards) {
            List<EventLog.Entry> entries = byShard.getOrDefault(shard, List.of());
            int done = given.done().getOrDefault(shard, 0);
            if (done > 0) {
                cursors.kept(Set.of(shard), entries.get(done - 1).position());
            }
            if (done == entries.size()) {
                cursors.passed(Set.of(shard), end);
            }
        }
    }

    /** Places move in the transactions of the handler. */
    private final class CursorCarrier implements Lanes.Carrier<Integer> {

        private final Map<Integer, List<EventLog.Entry>> byShard;
        private final Set<Integer> shards;
        private final long end;

        CursorCarrier(Map<Integer, List<EventLog.Entry>> byShard, Set<Integer> shards, long end) {
            this.byShard = byShard;
            this.shards = shards;
            this.end = end;
        }

        @Override
        public Intake.Step allTaken() {
            return transaction -> cursors.keep(transaction, shards, end);
        }

        @Override
        public Intake.Step taken(Integer shard, int count) {
            List<EventLog.Entry> entries = byShard.getOrDefault(shard, List.of());
            long from = count == 1 ? cursors.kept(shard) : entries.get(count - 2).position();
            long to = entries.get(count - 1).position();
            return transaction -> cursors.step(transaction, shard, from, to);
        }

        @Override
        public void setAside(Event event, String reason, int attempts, Intake.Step step)
                throws TakeFailed {
            intake.setAside(event, reason, attempts, step);
        }
    }

    /** What need not be done at once. */
    private void upkeep() throws SQLException {
        upkeepAt = System.nanoTime() + UPKEEP_NANOS;
        cursors.keepPassed(pool);
        long newest = source.log().newest();
        behind = Math.max(0, newest - cursors.least(newest));
        source.log().keep(reader, cursors.reachedByAll(pool, Shards.COUNT));
        intake.prune(config.inboxFor());
    }
}
