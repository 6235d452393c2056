package dev.joch.events.intake;

import dev.joch.events.Event;
import dev.joch.events.EventsConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Gives a consumer what has arrived: all together first, lane by lane and one by one when that
 * fails. In a lane nothing overtakes; a lane that waits does not hold up the others.
 *
 * @param <L> a lane: a shard of a log, or a partition
 */
public final class Lanes<L> {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** What the transport does around the intake. */
    public interface Carrier<L> {

        /** Done with the whole batch: belongs into its transaction. */
        Intake.Step allTaken();

        /** Done with so many of that lane: belongs into its transaction. */
        Intake.Step taken(L lane, int count);

        /** Puts an event aside, durably, and marks it as done with the step. */
        void setAside(Event event, String reason, int attempts, Intake.Step step) throws TakeFailed;
    }

    /**
     * What came of a batch.
     *
     * @param together all of it in one transaction
     * @param done how many of each lane; fewer than given means that the lane waits
     */
    public record Given<L>(boolean together, Map<L, Integer> done) {
        public Given {
            done = Map.copyOf(done);
        }
    }

    /** A lane that waits for its next attempt. */
    private record Waiting(String eventId, int attempts, long untilNanos) {}

    private final String consumer;
    private final Intake intake;
    private final EventsConfig.Retry retry;
    private final LongSupplier nanos;
    private final Map<L, Waiting> waiting = new HashMap<>();

    public Lanes(String consumer, Intake intake, EventsConfig.Retry retry, LongSupplier nanos) {
        this.consumer = consumer;
        this.intake = intake;
        this.retry = retry;
        this.nanos = nanos;
    }

    /** Whether that lane may be given something now. */
    public boolean ready(L lane) {
        Waiting wait = waiting.get(lane);
        return wait == null || wait.untilNanos() - nanos.getAsLong() <= 0;
    }

    /** How long until the next lane is ready again; at most so long. */
    public Duration untilReady(Duration most) {
        long now = nanos.getAsLong();
        return waiting.values().stream()
                .map(wait -> Duration.ofNanos(Math.max(0, wait.untilNanos() - now)))
                .filter(left -> left.compareTo(most) < 0)
                .min(Duration::compareTo)
                .orElse(most);
    }

    /** Forgets lanes that others have now. */
    public void keepOnly(Set<L> lanes) {
        waiting.keySet().retainAll(lanes);
    }

    /**
     * Gives the batch.
     *
     * @param batch of each lane what is next, in order
     * @param inOrder the same events in order of arrival
     * @throws TakeFailed when the surroundings failed: nothing else is worth trying now
     */
    public Given<L> give(Map<L, List<Event>> batch, List<Event> inOrder, Carrier<L> carrier)
            throws TakeFailed {
        Map<L, Integer> done = new HashMap<>();
        try {
            intake.take(inOrder, carrier.allTaken());
            batch.forEach((lane, events) -> done.put(lane, events.size()));
            batch.keySet().forEach(waiting::remove);
            return new Given<>(true, done);
        } catch (TakeFailed e) {
            if (e.isOutage()) {
                throw e;
            }
            LOG.debug("{}: one of {} events failed, going one by one", consumer, inOrder.size(), e);
        }
        for (Map.Entry<L, List<Event>> lane : batch.entrySet()) {
            done.put(lane.getKey(), oneByOne(lane.getKey(), lane.getValue(), carrier));
        }
        return new Given<>(false, done);
    }

    private int oneByOne(L lane, List<Event> events, Carrier<L> carrier) throws TakeFailed {
        int count = 0;
        for (Event event : new ArrayList<>(events)) {
            Intake.Step step = carrier.taken(lane, count + 1);
            try {
                intake.take(List.of(event), step);
            } catch (TakeFailed e) {
                if (e.isOutage()) {
                    throw e;
                }
                if (!setAside(lane, event, e, carrier, step)) {
                    return count;
                }
            }
            waiting.remove(lane);
            count++;
        }
        return count;
    }

    /** Whether the event was given up; otherwise the lane waits. */
    private boolean setAside(
            L lane, Event event, TakeFailed failure, Carrier<L> carrier, Intake.Step step)
            throws TakeFailed {
        Waiting before = waiting.get(lane);
        int attempts =
                before != null && before.eventId().equals(event.id()) ? before.attempts() + 1 : 1;
        if (attempts < retry.attempts()) {
            long until = nanos.getAsLong() + retry.pause(attempts).toNanos();
            waiting.put(lane, new Waiting(event.id(), attempts, until));
            LOG.info(
                    "{}: {} of {} failed, attempt {} of {}: {}",
                    consumer,
                    event.type(),
                    event.key(),
                    attempts,
                    retry.attempts(),
                    failure.reason());
            return false;
        }
        LOG.error(
                "{}: {} {} of {} is set aside after {} attempts",
                consumer,
                event.type(),
                event.id(),
                event.key(),
                attempts,
                failure);
        carrier.setAside(event, failure.reason(), attempts, step);
        return true;
    }
}
