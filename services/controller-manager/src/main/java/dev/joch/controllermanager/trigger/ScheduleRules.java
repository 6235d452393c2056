package dev.joch.controllermanager.trigger;

import com.google.protobuf.Timestamp;

import dev.joch.controllermanager.status.Retention;
import dev.joch.resource.schedule.CronTimes;
import dev.joch.resource.text.DurationText;
import dev.joch.resource.v1alpha1.AgentSchedule;
import dev.joch.resource.v1alpha1.AgentTriggerStatus;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a schedule fires. Pure: what it did so far, and the time, to what it does now.
 *
 * <p>A schedule begins when it is first seen, and anew when it or its zone changes: no time before
 * is made up for. Of the times that were missed since, the latest fires, if it is not too late.
 */
final class ScheduleRules {

    /** A schedule of every minute that was away for a fortnight; older times are not counted. */
    private static final int MOST_MISSED = 20_000;

    private ScheduleRules() {}

    /** It stands still: what passes meanwhile is none of its times. */
    static AgentTriggerStatus paused(AgentTriggerStatus before) {
        return before.toBuilder().clearSchedule().clearSince().clearNextAt().build();
    }

    static Firing fire(AgentSchedule schedule, AgentTriggerStatus before, Instant now) {
        String text = text(schedule);
        Optional<CronTimes> times = CronTimes.parse(schedule.getCron());
        Optional<ZoneId> zone = zone(schedule);
        AgentTriggerStatus.Builder status = before.toBuilder().clearNextAt();
        if (times.isEmpty() || zone.isEmpty()) {
            return new Firing(
                    status.setMessage("`" + text + "` is no schedule").build(), Optional.empty());
        }
        if (!before.getSchedule().equals(text)) {
            status.setSchedule(text)
                    .setSince(Retention.timestamp(now))
                    .clearSkipped()
                    .clearMessage();
        }
        Instant from = instant(status.getSince());
        if (status.hasLastScheduledAt() && instant(status.getLastScheduledAt()).isAfter(from)) {
            from = instant(status.getLastScheduledAt());
        }
        Optional<Instant> latest = Optional.empty();
        Optional<Instant> next = times.get().next(from, zone.get());
        int passed = 0;
        while (next.isPresent() && !next.get().isAfter(now)) {
            passed++;
            latest = next;
            if (passed == MOST_MISSED) {
                status.setSince(Retention.timestamp(now));
                next = times.get().next(now, zone.get());
                break;
            }
            next = times.get().next(next.get(), zone.get());
        }
        next.ifPresent(time -> status.setNextAt(Retention.timestamp(time)));
        if (latest.isEmpty()) {
            return new Firing(status.build(), Optional.empty());
        }
        status.setLastScheduledAt(Retention.timestamp(latest.get()))
                .setSkipped(status.getSkipped() + passed - 1);
        if (passed > 1) {
            status.setMessage((passed - 1) + " times passed while nobody looked");
        }
        Optional<Duration> deadline = deadline(schedule);
        if (deadline.isPresent() && latest.get().plus(deadline.get()).isBefore(now)) {
            return new Firing(
                    skipped(
                            status.build(),
                            latest.get()
                                    + " was more than "
                                    + schedule.getStartingDeadline()
                                    + " ago"),
                    Optional.empty());
        }
        return new Firing(status.build(), latest);
    }

    /** The latest time started no run. */
    static AgentTriggerStatus skipped(AgentTriggerStatus status, String why) {
        return status.toBuilder().setSkipped(status.getSkipped() + 1).setMessage(why).build();
    }

    private static String text(AgentSchedule schedule) {
        return schedule.getCron()
                + " "
                + (schedule.getTimeZone().isEmpty() ? "UTC" : schedule.getTimeZone());
    }

    private static Optional<ZoneId> zone(AgentSchedule schedule) {
        try {
            return Optional.of(
                    ZoneId.of(schedule.getTimeZone().isEmpty() ? "UTC" : schedule.getTimeZone()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> deadline(AgentSchedule schedule) {
        try {
            return schedule.getStartingDeadline().isEmpty()
                    ? Optional.empty()
                    : Optional.of(DurationText.parse(schedule.getStartingDeadline()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            // longer than anybody waits
            return Optional.empty();
        }
    }

    static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
