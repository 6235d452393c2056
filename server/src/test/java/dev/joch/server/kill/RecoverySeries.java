package dev.joch.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.server.kill.Blows.Fallen;
import dev.joch.server.split.Death;
import dev.joch.server.split.Recovery;
import dev.joch.server.split.Recovery.Taken;
import dev.joch.server.split.WorkerLife;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long runs that a death had stopped stood still, out of what the scheduler has committed; and
 * how long the whole was not ready.
 *
 * <p>What a worker had when it died is blocked until it has begun again or has ended: each of these
 * runs has a time of its own. The death of another service blocks whatever goes on: it is over with
 * the next step of any run. Others die meanwhile, so all of it is longer than after one death
 * alone.
 *
 * <p>It is always printed beside the promise. Who wants it judged says how many times over a
 * promise may be broken, for a machine that others use is slow for reasons of its own; 1 takes it
 * by its word.
 */
final class RecoverySeries {

    private static final double NEARLY_ALL = 0.99;

    private final Map<String, List<Taken>> byVictim = new TreeMap<>();
    private final List<Taken> ofOne;
    private final List<Taken> ready;

    RecoverySeries(List<Fallen> fallen, List<Step> steps, List<Taken> ready) {
        List<Taken> all = moved(fallen, steps);
        this.ofOne =
                all.stream()
                        .filter(taken -> !taken.death().member().equals(Blows.POSTGRES))
                        .toList();
        this.ready = ready;
        for (Taken taken : all) {
            byVictim.computeIfAbsent(taken.death().member(), absent -> new ArrayList<>())
                    .add(taken);
        }
    }

    /** The times of all that was blocked, in the order of the deaths. */
    static List<Taken> moved(List<Fallen> fallen, List<Step> steps) {
        List<Taken> all = new ArrayList<>();
        for (Fallen death : fallen) {
            Map<String, Step> before = new LinkedHashMap<>();
            List<Step> after = new ArrayList<>();
            for (Step step : steps) {
                if (step.micros() <= death.micros()) {
                    before.put(step.run(), step);
                } else {
                    after.add(step);
                }
            }
            List<Step> held =
                    before.values().stream()
                            .filter(step -> step.held() && step.worker().equals(death.life()))
                            .toList();
            for (Step blocked : held) {
                after.stream()
                        .filter(step -> goesOn(blocked, step))
                        .findFirst()
                        .ifPresent(step -> all.add(taken(death, step)));
            }
            if (!WorkerLife.isWorker(death.victim()) && anyOpen(before.values())) {
                after.stream().findFirst().ifPresent(step -> all.add(taken(death, step)));
            }
        }
        return all;
    }

    private static boolean goesOn(Step blocked, Step step) {
        return step.run().equals(blocked.run())
                && (step.ended()
                        || (step.phase().equals(RunHistory.RUNNING)
                                && step.token() > blocked.token()));
    }

    private static boolean anyOpen(Collection<Step> newest) {
        return newest.stream().anyMatch(step -> !step.ended());
    }

    private static Taken taken(Fallen death, Step step) {
        return new Taken(
                new Death(death.victim(), "SIGKILL", death.micros() * 1_000),
                Duration.ofNanos((step.micros() - death.micros()) * 1_000));
    }

    void print() {
        byVictim.forEach((victim, taken) -> line(victim, "runs went on", taken, Recovery.OF_ONE));
        line("any one service", "runs went on", ofOne, Recovery.OF_ONE);
        line(Blows.POSTGRES, "all of it was ready", ofReady(Blows.POSTGRES), Recovery.OF_POSTGRES);
        line(Blows.EVERYTHING, "all of it was ready", ofReady(Blows.EVERYTHING), Recovery.OF_ALL);
    }

    private List<Taken> ofReady(String victim) {
        return ready.stream().filter(taken -> taken.death().member().equals(victim)).toList();
    }

    private static void line(String victim, String what, List<Taken> taken, Duration promised) {
        if (taken.isEmpty()) {
            return;
        }
        Recovery recovery = new Recovery(taken);
        System.out.printf(
                "recovery: %s after the death of %s: %d times, p50 %d ms, p99 %d ms, longest %d ms;"
                        + " promised %d s%n",
                what,
                victim,
                taken.size(),
                recovery.quantile(0.5).toMillis(),
                recovery.quantile(NEARLY_ALL).toMillis(),
                recovery.longest().time().toMillis(),
                promised.toSeconds());
    }

    /** Fails when a promise is broken by more than so many times. */
    void judge(int slack) {
        within(Optional.of(ofOne), "p99 after the death of one service", Recovery.OF_ONE, slack);
        within(
                longest(Blows.POSTGRES),
                "readiness after that of Postgres",
                Recovery.OF_POSTGRES,
                slack);
        within(
                longest(Blows.EVERYTHING),
                "readiness after that of everything",
                Recovery.OF_ALL,
                slack);
    }

    private Optional<List<Taken>> longest(String victim) {
        List<Taken> all = ofReady(victim);
        return all.isEmpty() ? Optional.empty() : Optional.of(List.of(new Recovery(all).longest()));
    }

    private static void within(
            Optional<List<Taken>> taken, String what, Duration promised, int slack) {
        taken.filter(all -> !all.isEmpty())
                .ifPresent(all ->
                        assertThat(new Recovery(all).quantile(NEARLY_ALL))
                                .as(what)
                                .isLessThan(promised.multipliedBy(slack)));
    }
}
