package dev.joch.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.events.EventLog;
import dev.joch.scheduler.store.PostgresRunStore;
import dev.joch.server.kill.StaleReports.Stale;
import dev.joch.server.split.PatientApi;
import dev.joch.server.split.SplitCluster;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.check.Finding;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.cluster.Leftovers;
import dev.joch.testkit.effect.EffectSink;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.run.EffectChecker;
import dev.joch.testkit.run.RunChecker;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Step;
import dev.joch.testkit.run.RunHistory.Submitted;
import dev.joch.testkit.run.RunHistory.Told;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers stand still (SIGSTOP) for three times their lease, and go on. Nothing that they say then
 * is taken in, nothing is done twice, and the programs of what they have lost are stopped, though
 * those do not care.
 *
 * <p>A trial is one lease whose holder stood still until the run was taken from it; a worker that
 * stands still has several. The workers are real processes of the worker's own program, with real
 * programs of agents; the scheduler and what it needs run in this JVM over Postgres. A worker that
 * goes on says nothing of what it has lost, by its own clock. So that the scheduler's part is
 * proven without that, the test reports in its name under each lost lease.
 *
 * <p>Before that, workers die at every place where one may: they have the first runs, which others
 * bring to their end.
 *
 * <p>{@code -Djoch.freezes=N} sets how many trials. Without it there are forty where the run is
 * deep, and none elsewhere.
 */
@DisabledIf(value = "isUnwanted", disabledReason = "for deep runs, or with -Djoch.freezes=N")
class FrozenWorkersIT {

    private static final int TRIALS =
            Integer.getInteger("joch.freezes", Depth.ofThisRun().isAtLeast(Depth.DEEP) ? 40 : 0);

    private static final int WORKERS = 4;
    private static final int ROOM = 24;
    private static final int RUNS = 40;

    /** Before each of three steps: its work is longer than its worker stands still. */
    private static final double THINKS = 4;

    private static final int MANY_ATTEMPTS = 10;

    /** A third of it is the time that a renewal has, also on a machine that is busy. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration FROZEN = LEASE.multipliedBy(3);
    private static final Duration SOON = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Where a worker may die; {@code KilledWorkerTest} has the other two. */
    private static final List<Failpoint> EVERYWHERE =
            List.of(
                    Failpoint.WORKER_LEASE_BEFORE,
                    Failpoint.WORKER_LEASE_AFTER,
                    Failpoint.WORKER_START_BEFORE,
                    Failpoint.WORKER_START_AFTER,
                    Failpoint.WORKER_RENEW_BEFORE,
                    Failpoint.WORKER_RENEW_AFTER,
                    Failpoint.WORKER_COLLECT_BEFORE,
                    Failpoint.WORKER_COLLECT_AFTER,
                    Failpoint.WORKER_FINISH_BEFORE,
                    Failpoint.WORKER_FINISH_AFTER);

    private final Seed seed = Seed.of(FrozenWorkersIT.class);
    private final Path folder = Path.of("target", "robustness", "frozen").toAbsolutePath();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<Submitted> submitted = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private String tenant = "";
    private int trials;
    private int freezes;
    private int alive;

    static boolean isUnwanted() {
        return TRIALS == 0;
    }

    @Test
    void whatAFrozenHolderSaysIsNotTakenIn() throws IOException {
        Path place = SplitCluster.fresh(folder);
        String jdbc = TestPostgres.server().newDatabase();
        try (EffectSink sink =
                        EffectSink.start(
                                place.resolve("effects.tsv"),
                                seed.random("sink"),
                                0,
                                InstantSource.system());
                FrozenPlane plane = new FrozenPlane(place, jdbc, LEASE, WORKERS, ROOM)) {
            ActingAgent.installStubborn(plane.code(), sink.port());
            RunTrailStore trail = new RunTrailStore(jdbc);
            trail.install();
            try (PatientApi api = new PatientApi(plane.rest(), plane.token())) {
                api.apply(ActingAgent.records());
                Await.until("the agent is ready", SOON, () -> ready(api));
                submit(api, 0);
                plane.startDoomed(EVERYWHERE);
                plane.startWorkers();
                for (int round = 1; trials < TRIALS; round++) {
                    submit(api, round);
                    freeze(plane, trail);
                }
                judge(plane, api, trail, sink);
            }
            String mark = "JOCH_CODE_DIR=" + plane.code();
            assertThat(Leftovers.of(mark)).as("programs of agents that are left").isEmpty();
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    private static boolean ready(PatientApi api) {
        return api.get(ActingAgent.path()).path("status").path("phase").asText().equals("Ready");
    }

    private void submit(PatientApi api, int round) {
        for (int i = 1; i <= RUNS; i++) {
            String name = "frozen-" + round + "-" + i;
            JsonNode metadata =
                    api.post(
                                    "/v1/namespaces/" + ActingAgent.NAMESPACE + "/executions",
                                    ActingAgent.run(name, THINKS, MANY_ATTEMPTS))
                            .path("metadata");
            tenant = metadata.path("tenant").asText();
            names.put(metadata.path("uid").asText(), name);
            submitted.add(new Submitted(metadata.path("uid").asText(), MANY_ATTEMPTS));
        }
    }

    /** Half of the workers stand still, those that have most. */
    private void freeze(FrozenPlane plane, RunTrailStore trail) {
        Await.until(
                "every run has begun",
                SOON,
                () ->
                        newest(trail).values().stream()
                                .allMatch(step ->
                                        step.phase().equals(RunHistory.RUNNING) || step.ended()));
        Map<String, Integer> has = new HashMap<>();
        newest(trail).values().stream()
                .filter(step -> step.phase().equals(RunHistory.RUNNING))
                .forEach(step -> has.merge(step.worker(), 1, Integer::sum));
        List<String> frozen =
                has.keySet().stream()
                        .sorted(Comparator.<String>comparingInt(has::get).reversed())
                        .limit(WORKERS / 2)
                        .toList();
        frozen.forEach(worker -> plane.worker(worker).process().pause());
        freezes += frozen.size();
        List<Stale> stale =
                newest(trail).values().stream()
                        .filter(step -> step.phase().equals(RunHistory.RUNNING))
                        .filter(step -> frozen.contains(step.worker()))
                        .map(this::stale)
                        .toList();
        pass(FROZEN);
        Await.until(
                "what they have is taken from them",
                SOON,
                () ->
                        trail.steps().stream().filter(step -> isLoss(step, stale)).count()
                                == stale.size());
        AgentPrograms programs = new AgentPrograms(plane.code());
        Set<AgentPrograms.Attempt> gone = new HashSet<>();
        stale.forEach(each -> gone.add(each.program()));
        alive += common(programs.alive(), gone).size();
        frozen.forEach(worker -> plane.worker(worker).process().resume());
        StaleReports reports = new StaleReports(plane.scheduler(), tenant);
        stale.forEach(each -> accepted.addAll(reports.accepted(each)));
        Await.until(
                "programs of what was lost are stopped",
                SOON,
                () -> common(programs.alive(), gone).isEmpty());
        trials += stale.size();
    }

    private Stale stale(Step step) {
        return new Stale(
                step.worker(),
                names.getOrDefault(step.run(), ""),
                step.run(),
                step.attempt(),
                step.token());
    }

    private static boolean isLoss(Step step, List<Stale> stale) {
        return step.lost()
                && stale.stream()
                        .anyMatch(each ->
                                each.run().equals(step.run()) && each.token() == step.token());
    }

    private Map<String, Step> newest(RunTrailStore trail) {
        Map<String, Step> newest = new LinkedHashMap<>();
        trail.steps().forEach(step -> newest.put(step.run(), step));
        assertThat(newest.keySet()).containsAll(names.keySet());
        return newest;
    }

    private static <T> Set<T> common(Set<T> one, Set<T> other) {
        Set<T> common = new HashSet<>(one);
        common.retainAll(other);
        return common;
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private void judge(FrozenPlane plane, PatientApi api, RunTrailStore trail, EffectSink sink) {
        List<JsonNode> resources =
                Await.value("every run has ended", SOON, PAUSE, () -> ended(api));
        RunHistory history =
                new RunHistory(
                        submitted,
                        trail.steps(),
                        resources.stream().map(ActingRuns::seen).toList(),
                        told(plane),
                        sink.calls(),
                        ActingAgent.WORK);
        System.out.printf(
                "frozen workers: seed %d, %d leases lost in %d freezes, %d programs alive at the end of"
                        + " one; %d runs, %d calls, %d of them stale; %d reports accepted%n",
                seed.value(),
                trials,
                freezes,
                alive,
                submitted.size(),
                history.effects().size(),
                history.effects().stream().filter(call -> !call.accepted()).count(),
                accepted.size());
        List<Finding> findings = new ArrayList<>(RunChecker.findings(history));
        findings.addAll(EffectChecker.findings(history));
        assertThat(accepted).as("reports that were taken in from one that was frozen").isEmpty();
        assertThat(findings).as("promises broken with seed " + seed.value()).isEmpty();
        // on a machine that is slow enough a lease may be over ten times
        assertThat(history.seen())
                .as("runs that came to another end than they should")
                .allMatch(seen ->
                        seen.phase().equals(RunHistory.SUCCEEDED)
                                || seen.attempt() == MANY_ATTEMPTS);
        assertThat(alive).as("programs that went on while their worker stood still").isPositive();
    }

    private List<JsonNode> ended(PatientApi api) {
        List<JsonNode> resources =
                api.pages("/v1/resources").stream()
                        .filter(resource -> resource.path("kind").asText().equals("Execution"))
                        .toList();
        if (resources.size() < submitted.size()
                || !resources.stream().allMatch(ActingRuns::ended)) {
            throw new IllegalStateException("some go on");
        }
        return resources;
    }

    /** What the scheduler has told of each run. */
    private List<Told> told(FrozenPlane plane) {
        Map<String, String> uids = new HashMap<>();
        names.forEach((uid, name) -> uids.put(name, uid));
        EventLog log = plane.bean(PostgresRunStore.class).outbox();
        List<Told> told = new ArrayList<>();
        long newest = log.newest();
        long place = 0;
        while (place < newest) {
            EventLog.Page page = log.read(place, 500);
            for (EventLog.Entry entry : page.entries()) {
                String key = entry.event().key();
                String uid = uids.get(key.substring(key.lastIndexOf('/') + 1));
                if (uid != null) {
                    String word = entry.event().type().replace("joch.event.v1.Execution", "");
                    told.add(
                            new Told(
                                    uid,
                                    "" + entry.position(),
                                    RunHistory.ENDS.contains(word) ? word : ""));
                }
            }
            place = page.end();
        }
        return told;
    }
}
