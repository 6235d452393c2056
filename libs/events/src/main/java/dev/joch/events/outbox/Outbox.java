package dev.joch.events.outbox;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Event;
import dev.joch.events.EventLog;
import dev.joch.events.store.NoticeStore;
import dev.joch.events.store.OutboxStore;
import dev.joch.events.store.PlaceStore;
import dev.joch.events.store.SessionClaim;
import dev.joch.service.database.ConnectionSetting;
import dev.joch.service.database.Database;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The log of a service that keeps none of its own: a table in its schema.
 *
 * <p>Positions are given out while transactions are open, so a later one may be visible first, and
 * one that was rolled back never comes. The order of positions is nevertheless the order of the
 * log, because it follows the locks: who changes a key after another has its position after the
 * other's. (The numbers of the transactions do not follow them: a transaction is numbered by its
 * first write, whatever it locks later.) So a reader stops where a position is missing, and goes on
 * once all transactions that could still fill the gap have ended.
 */
public final class Outbox implements EventLog, AutoCloseable {

    /** Larger ones belong in the artifact store, with a pointer in the event. */
    static final int LARGEST_PAYLOAD = 1024 * 1024;

    private static final int CONNECTIONS = 6;
    private static final int PRUNED_AT_ONCE = 1_000;
    private static final Duration ABSENCE = Duration.ofDays(7);
    private static final Duration GAP_PAUSE = Duration.ofMillis(5);

    private final HikariDataSource pool;
    private final OutboxStore rows;
    private final PlaceStore places;
    private final Duration keepFor;
    private final News news;
    private final Settled settled = new Settled();
    private final AtomicLong pruned = new AtomicLong();

    private Outbox(HikariDataSource pool, String schema, Duration keepFor) {
        this.pool = pool;
        this.rows = new OutboxStore(pool);
        this.places = new PlaceStore(pool);
        this.keepFor = keepFor;
        this.news = new News(new NoticeStore(pool, schema + "_events"), schema);
    }

    /**
     * Opens the outbox of a schema.
     *
     * @param database opened with the migrations {@code events}
     * @param keepFor how long events stay that every reader has
     */
    public static Outbox open(Database database, Duration keepFor) {
        // events are written by who says them; a place that was lost has them read once more
        return new Outbox(
                database.as("", CONNECTIONS, ConnectionSetting.MAY_BE_LOST),
                database.schema(),
                keepFor);
    }

    /**
     * Adds events to the transaction of the state change that they speak of, after the change
     * itself: its locks put the events of one key in order.
     *
     * @return the position to hand to {@link #committed} when the transaction is
     */
    public long add(Connection transaction, List<Event> events) throws SQLException {
        if (events.isEmpty()) {
            return 0;
        }
        for (Event event : events) {
            if (event.payload().size() > LARGEST_PAYLOAD) {
                throw new IllegalArgumentException(
                        event.type()
                                + " of "
                                + event.key()
                                + " has "
                                + event.payload().size()
                                + " bytes; an event has at most "
                                + LARGEST_PAYLOAD);
            }
        }
        Failpoint.OUTBOX_ADD_BEFORE.hit();
        long last = OutboxStore.add(transaction, events);
        Failpoint.OUTBOX_ADD_AFTER.hit();
        return last;
    }

    public long add(Connection transaction, Event... events) throws SQLException {
        return add(transaction, List.of(events));
    }

    /** Wakes the readers. Who forgets it only makes them later. */
    public void committed(long position) {
        news.tell(position);
    }

    @Override
    public Page read(long after, int limit) {
        try {
            // a gap that nobody can fill any more is known at the second look
            Page first = look(after, limit);
            return first.end() > after || !settled.waiting() ? first : look(after, limit);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private Page look(long after, int limit) throws SQLException {
        Settled.View view = settled.view();
        OutboxStore.Rows found = rows.read(after, limit);
        List<Entry> entries = found.entries();
        if (entries.isEmpty()) {
            if (view.fence() != 0) {
                settled.upTo(view, rows.horizon());
            }
            return Page.none(after);
        }
        long sure = settled.upTo(view, found.horizon());
        long expected = after + 1;
        int count = 0;
        for (Entry entry : entries) {
            if (entry.position() != expected && entry.position() > sure) {
                break;
            }
            expected = entry.position() + 1;
            count++;
        }
        long last = entries.getLast().position();
        if (count < entries.size() && settled.needsFence(last)) {
            settled.fence(last, rows.fence());
        }
        return count == 0 ? Page.none(after) : new Page(entries.subList(0, count), expected - 1);
    }

    @Override
    public void awaitNews(long after, Duration patience) throws InterruptedException {
        if (settled.waiting() && patience.compareTo(GAP_PAUSE) > 0) {
            news.pause(GAP_PAUSE);
        } else {
            news.await(after, patience);
        }
    }

    @Override
    public long newest() {
        try {
            return rows.newest();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public long place(String reader) {
        try {
            return places.place(reader);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void keep(String reader, long place) {
        try {
            places.keep(reader, place);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Optional<Claim> claim(String reader) {
        try {
            return SessionClaim.tryTake(pool, reader);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Readers start behind what was deleted, so dead rows cost them nothing; and the next round
     * starts behind what this one deleted.
     */
    @Override
    public int prune() {
        try {
            Failpoint.LOG_PRUNE_BEFORE.hit();
            long upTo = places.reachedByAll(ABSENCE);
            // before the first reader has come, nobody can say what may go
            Duration age = upTo == PlaceStore.NO_READER ? ABSENCE : keepFor;
            OutboxStore.Deleted gone = rows.deleteOldest(pruned.get(), upTo, age, PRUNED_AT_ONCE);
            pruned.accumulateAndGet(gone.last(), Math::max);
            Failpoint.LOG_PRUNE_AFTER.hit();
            return gone.count();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static ProblemException unavailable(SQLException cause) {
        return new ProblemException(new ServiceProblem.Unavailable("the database"), cause);
    }

    @Override
    public void close() {
        news.close();
        pool.close();
    }
}
