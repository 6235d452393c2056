package dev.joch.server.split;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.HistoryRecorder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The deaths of one member, one after the other. A supervisor starts it again at once. */
final class Lane {

    private static final Duration FIRES_WITHIN = Duration.ofSeconds(25);
    private static final int KILLED = 137;
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private final Member member;
    private final HistoryRecorder recorder;
    private final Random random;
    private final List<Death> deaths = new ArrayList<>();
    private final List<String> unfired = new ArrayList<>();

    Lane(Member member, HistoryRecorder recorder, Random random) {
        this.member = member;
        this.recorder = recorder;
        this.random = random;
    }

    List<Death> deaths() {
        return List.copyOf(deaths);
    }

    /** Failpoints that did not end the process in the time they had. */
    List<String> unfired() {
        return List.copyOf(unfired);
    }

    /**
     * SIGKILL, and a new life in which the process dies at each of these places in turn; the last
     * life has no end.
     */
    void run(List<Failpoint> places) {
        kill("SIGKILL");
        for (Failpoint place : places) {
            member.launch(
                    Map.of(
                            "JOCH_FAILPOINTS",
                            place + "=halt@" + (1 + random.nextInt(most(place)))));
            awaitFiring(place);
        }
        member.start();
    }

    /** SIGKILL after a while of peace, and an ordinary start. */
    void killOnce(Duration peace) {
        LockSupport.parkNanos(peace.toNanos());
        kill("SIGKILL");
        member.start();
    }

    private void kill(String cause) {
        deaths.add(new Death(member.name(), cause, recorder.now()));
        member.kill();
    }

    private void awaitFiring(Failpoint place) {
        long end = System.nanoTime() + FIRES_WITHIN.toNanos();
        while (member.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        @Nullable Integer status =
                member.isAlive() ? null : member.process().awaitEnd(Duration.ofSeconds(1));
        if (status == null) {
            unfired.add(place.name());
            kill(place + " did not fire");
        } else if (status != KILLED) {
            throw new AssertionError(
                    member.name()
                            + " ended with "
                            + status
                            + " instead of at "
                            + place
                            + ":\n"
                            + member.process().tail());
        } else {
            deaths.add(new Death(member.name(), place.name(), recorder.now()));
        }
    }

    /** Later hits let more happen in a life; watches send more often than anything commits. */
    private static int most(Failpoint place) {
        return place.name().contains("WATCH_SEND") ? 300 : 40;
    }
}
