package dev.joch.controllermanager.run;

import dev.joch.controllermanager.queue.Claimed;
import dev.joch.controllermanager.queue.Finished;
import dev.joch.controllermanager.queue.Seats;
import dev.joch.controllermanager.queue.Urgency;
import dev.joch.controllermanager.queue.WorkStore;
import dev.joch.events.ShardListener;
import dev.joch.events.Shards;
import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Claims what is due, has it looked at, gives it back. One thread speaks to the queue, in batches;
 * as many keys are under way as there are seats.
 */
public final class RunControllers implements ServicePart, ShardListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunControllers.class);

    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofMillis(2);

    /** Nobody waits longer than that for seats to be taken together. */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** Such a part of the seats is worth a claim. */
    private static final int SHARE_TO_FILL = 4;

    private final WorkStore store;
    private final Set<String> kinds;
    private final Function<Claimed, Finished> runOne;
    private final int seats;
    private final Duration poll;
    private final Bell bell = new Bell();
    private final Map<Urgency, AtomicInteger> running = new EnumMap<>(Urgency.class);
    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private volatile Set<Integer> shards = Set.of();
    private volatile boolean open = true;
    private volatile @Nullable Thread thread;

    public RunControllers(
            WorkStore store,
            Set<String> kinds,
            Function<Claimed, Finished> runOne,
            int seats,
            Duration poll) {
        this.store = store;
        this.kinds = Set.copyOf(kinds);
        this.runOne = runOne;
        this.seats = seats;
        this.poll = poll;
        for (Urgency line : Urgency.values()) {
            running.put(line, new AtomicInteger());
        }
    }

    @Override
    public String name() {
        return "controllers";
    }

    /** Before the events: what they bring finds somebody. */
    @Override
    public int order() {
        return 160;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("controllers").start(this::loop);
    }

    @Override
    public void owns(Set<Integer> now) {
        shards = Set.copyOf(now);
        bell.ring();
    }

    /** There may be something to do. */
    public void ring() {
        bell.ring();
    }

    /** Whether there may be work that others have to do. */
    boolean shares() {
        return shards.size() < Shards.COUNT;
    }

    private void loop() {
        List<Finished> left = new ArrayList<>();
        while (open || running() > 0 || !finished.isEmpty()) {
            try {
                for (Finished each = finished.poll(); each != null; each = finished.poll()) {
                    left.add(each);
                }
                left = new ArrayList<>(store.finish(left));
                boolean crowded = claim();
                bell.await(left.isEmpty() ? poll : SOON);
                if (crowded) {
                    gather();
                }
            } catch (SQLException | RuntimeException e) {
                LOG.warn("the queue did not answer; it goes on trying", e);
                rest();
            } catch (InterruptedException e) {
                open = false;
            }
        }
        giveBackLast(left);
    }

    private void giveBackLast(List<Finished> left) {
        try {
            List<Finished> still = store.finish(left);
            LOG.debug("{} claims run out by themselves", still.size());
        } catch (SQLException e) {
            LOG.debug("the last claims run out by themselves", e);
        }
    }

    private void rest() {
        try {
            bell.await(PAUSE);
        } catch (InterruptedException e) {
            open = false;
        }
    }

    private int running() {
        return running.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /**
     * More is due than there are seats: whoever comes first gets up alone, and a claim for one seat
     * costs as much as one for many.
     */
    private void gather() throws InterruptedException {
        long end = System.nanoTime() + GATHER.toNanos();
        long left = GATHER.toNanos();
        while (open && left > 0 && running() > seats - seats / SHARE_TO_FILL) {
            bell.await(Duration.ofNanos(left));
            left = end - System.nanoTime();
        }
    }

    /**
     * @return whether a line has no seat left, so that there may be more of it
     */
    private boolean claim() throws SQLException {
        Set<Integer> mine = shards;
        if (!open || running() >= seats || mine.isEmpty()) {
            return running() >= seats;
        }
        Seats now = taken();
        List<Claimed> claims = store.claim(mine, kinds, now);
        for (Claimed claim : claims) {
            AtomicInteger line = line(claim);
            line.incrementAndGet();
            now = now.take(claim.urgency(), 1);
            Thread.ofVirtual().name("reconcile").start(() -> run(claim, line));
        }
        Seats then = now;
        return Stream.of(Urgency.values()).anyMatch(line -> then.free(line) == 0);
    }

    private Seats taken() {
        Seats taken = Seats.of(seats);
        for (Map.Entry<Urgency, AtomicInteger> line : running.entrySet()) {
            taken = taken.take(line.getKey(), line.getValue().get());
        }
        return taken;
    }

    private AtomicInteger line(Claimed claim) {
        return Objects.requireNonNull(running.get(claim.urgency()));
    }

    private void run(Claimed claim, AtomicInteger line) {
        try {
            finished.add(runOne.apply(claim));
        } finally {
            line.decrementAndGet();
            bell.ring();
        }
    }

    @Override
    public void close() {
        open = false;
        bell.ring();
        Thread loop = thread;
        if (loop == null) {
            return;
        }
        try {
            if (!loop.join(DRAIN)) {
                loop.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
