package dev.joch.controllermanager.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.AgentSchedule;
import dev.joch.resource.v1alpha1.AgentTriggerStatus;

import org.junit.jupiter.api.Test;

import java.time.Instant;

final class ScheduleRulesTest {

    private static final AgentSchedule HOURLY = schedule("0 * * * *", "");

    private static AgentSchedule schedule(String cron, String deadline) {
        AgentSchedule.Builder schedule =
                AgentSchedule.newBuilder().setCron(cron).setTimeZone("Europe/Berlin");
        return (deadline.isEmpty() ? schedule : schedule.setStartingDeadline(deadline)).build();
    }

    private static Instant at(String time) {
        return Instant.parse("2026-05-10T" + time + "Z");
    }

    private static AgentTriggerStatus seen(AgentSchedule schedule, String time) {
        Firing first =
                ScheduleRules.fire(schedule, AgentTriggerStatus.getDefaultInstance(), at(time));
        assertThat(first.due()).as("nothing before it is seen").isEmpty();
        return first.status();
    }

    private static Instant next(AgentTriggerStatus status) {
        return ScheduleRules.instant(status.getNextAt());
    }

    @Test
    void itBeginsWhenItIsFirstSeen() {
        AgentTriggerStatus status = seen(HOURLY, "10:20:00");
        assertThat(status.getSchedule()).isEqualTo("0 * * * * Europe/Berlin");
        assertThat(next(status)).isEqualTo(at("11:00:00"));
        Firing firing = ScheduleRules.fire(HOURLY, status, at("10:59:59"));
        assertThat(firing.due()).isEmpty();
        assertThat(firing.status()).as("nothing new to say").isEqualTo(status);
    }

    @Test
    void itFiresOnceForEachTime() {
        Firing firing = ScheduleRules.fire(HOURLY, seen(HOURLY, "10:20:00"), at("11:00:01"));
        assertThat(firing.due()).contains(at("11:00:00"));
        assertThat(next(firing.status())).isEqualTo(at("12:00:00"));
        assertThat(firing.status().getSkipped()).isZero();
        assertThat(ScheduleRules.fire(HOURLY, firing.status(), at("11:00:02")).due()).isEmpty();
        assertThat(ScheduleRules.fire(HOURLY, firing.status(), at("12:00:00")).due())
                .contains(at("12:00:00"));
    }

    @Test
    void ofTimesThatWereMissedTheLatestFires() {
        Firing firing = ScheduleRules.fire(HOURLY, seen(HOURLY, "10:20:00"), at("14:30:00"));
        assertThat(firing.due()).contains(at("14:00:00"));
        assertThat(firing.status().getSkipped()).isEqualTo(3);
        assertThat(firing.status().getMessage()).isEqualTo("3 times passed while nobody looked");
    }

    @Test
    void whatIsTooLateDoesNotFire() {
        AgentSchedule strict = schedule("0 * * * *", "10m");
        AgentTriggerStatus status = seen(strict, "10:20:00");
        assertThat(ScheduleRules.fire(strict, status, at("11:10:00")).due())
                .contains(at("11:00:00"));
        Firing late = ScheduleRules.fire(strict, status, at("11:10:01"));
        assertThat(late.due()).isEmpty();
        assertThat(late.status().getSkipped()).isEqualTo(1);
        assertThat(late.status().getMessage())
                .isEqualTo("2026-05-10T11:00:00Z was more than 10m ago");
        assertThat(next(late.status())).isEqualTo(at("12:00:00"));
    }

    @Test
    void aChangedScheduleMakesUpForNothing() {
        AgentTriggerStatus status = seen(HOURLY, "10:20:00");
        AgentSchedule other = schedule("*/5 * * * *", "");
        Firing firing = ScheduleRules.fire(other, status, at("10:52:00"));
        assertThat(firing.due()).isEmpty();
        assertThat(next(firing.status())).isEqualTo(at("10:55:00"));
    }

    @Test
    void whatPassesWhileItStandsStillIsNotMadeUpFor() {
        AgentTriggerStatus paused = ScheduleRules.paused(seen(HOURLY, "10:20:00"));
        assertThat(paused.hasNextAt()).isFalse();
        assertThat(ScheduleRules.paused(paused)).isEqualTo(paused);
        Firing firing = ScheduleRules.fire(HOURLY, paused, at("13:30:00"));
        assertThat(firing.due()).isEmpty();
        assertThat(next(firing.status())).isEqualTo(at("14:00:00"));
    }

    @Test
    void aLongAbsenceIsCountedUpToABound() {
        AgentSchedule minutely = schedule("* * * * *", "");
        AgentTriggerStatus status = seen(minutely, "10:20:00");
        Instant later = at("10:20:30").plusSeconds(30L * 24 * 3600);
        Firing firing = ScheduleRules.fire(minutely, status, later);
        assertThat(firing.due()).isPresent();
        assertThat(next(firing.status())).isEqualTo(later.plusSeconds(30));
        assertThat(ScheduleRules.fire(minutely, firing.status(), later).due()).isEmpty();
    }
}
