package dev.joch.events.relay;

import dev.joch.events.Event;
import dev.joch.events.EventLog;
import dev.joch.events.EventSource;
import dev.joch.events.EventsConfig;
import dev.joch.events.loop.Loop;
import dev.joch.events.metrics.EventMetrics;
import dev.joch.service.failpoint.Failpoint;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Hands one log on to the broker while it holds the claim; until then it stands by. */
public final class Relay implements Loop.Turn {

    /** Under which the relay's place in each log is kept. */
    public static final String READER = "relay";

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private static final Duration STANDBY = Duration.ofMillis(500);
    private static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();

    private final EventSource source;
    private final EventLog log;
    private final Publisher publisher;
    private final EventsConfig config;
    private final EventMetrics metrics;
    private EventLog.@Nullable Claim claim;
    private long place;
    private volatile long behind;
    private long lagAt = System.nanoTime();

    public Relay(
            EventSource source, Publisher publisher, EventsConfig config, EventMetrics metrics) {
        this.source = source;
        this.log = source.log();
        this.publisher = publisher;
        this.config = config;
        this.metrics = metrics;
        metrics.lag(source.name(), READER, () -> behind);
    }

    @Override
    public boolean turn() throws InterruptedException {
        if (!active()) {
            return false;
        }
        EventLog.Page page = log.read(place, config.batch());
        if (!page.entries().isEmpty()) {
            List<Event> events = page.entries().stream().map(EventLog.Entry::event).toList();
            Failpoint.RELAY_PUBLISH_BEFORE.hit();
            publisher.publish(events);
            Failpoint.RELAY_PUBLISH_AFTER.hit();
        }
        boolean moved = page.end() > place;
        if (moved) {
            Failpoint.RELAY_PLACE_BEFORE.hit();
            log.keep(READER, page.end());
            Failpoint.RELAY_PLACE_AFTER.hit();
            place = page.end();
            metrics.relayed(source.name(), page.entries().size());
        }
        measure();
        return moved;
    }

    private boolean active() {
        EventLog.Claim current = claim;
        if (current != null && current.holds()) {
            return true;
        }
        release();
        claim = log.claim(READER).orElse(null);
        if (claim == null) {
            return false;
        }
        place = log.place(READER);
        // from now on nothing is dropped that was not relayed
        log.keep(READER, place);
        LOG.info("the log of {} is relayed from {} on", source.name(), place);
        return true;
    }

    private void measure() {
        if (System.nanoTime() - lagAt >= 0) {
            lagAt = System.nanoTime() + LAG_NANOS;
            behind = Math.max(0, log.newest() - place);
        }
    }

    @Override
    public void rest() throws InterruptedException {
        if (claim != null) {
            log.awaitNews(place, config.poll());
            return;
        }
        behind = 0;
        LockSupport.parkNanos(STANDBY.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Whoever has the claim next reads the place again. */
    @Override
    public void failed() {
        release();
    }

    @Override
    public void ended() {
        release();
    }

    private void release() {
        EventLog.Claim current = claim;
        claim = null;
        if (current != null) {
            current.close();
        }
    }
}
