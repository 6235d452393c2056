package dev.joch.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.server.split.PatientApi;
import dev.joch.server.split.SplitCluster;
import dev.joch.server.turn.Turn;
import dev.joch.testkit.check.Finding;
import dev.joch.testkit.cluster.Children;
import dev.joch.testkit.cluster.KillPlan;
import dev.joch.testkit.cluster.Leftovers;
import dev.joch.testkit.effect.EffectSink;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.run.EffectChecker;
import dev.joch.testkit.run.RunChecker;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Submitted;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Agents act on the world while everything that runs them is killed, one or two at a time, and
 * workers are frozen for longer than their leases. In the end every run that was acknowledged has
 * ended once, what it did was done once, and no process is left. How long what was killed kept runs
 * from going on is printed, by what it was.
 *
 * <p>{@code -Djoch.kills=N} and {@code -Djoch.executions=N} set how much, {@code -Djoch.seed=N}
 * repeats the choices of a run. {@code -Djoch.recovery.slack=N} fails when it took more than N
 * times as long as promised.
 */
class ExecutionKillsIT {

    private static final int KILLS = Integer.getInteger("joch.kills", 6);
    private static final int RUNS = Integer.getInteger("joch.executions", 30);

    /** So many deaths, and everything dies at once. */
    private static final int KILLS_PER_END_OF_ALL = 200;

    /** How many times over the promised times of recovery may be broken; 0 judges none. */
    private static final int SLACK = Integer.getInteger("joch.recovery.slack", 0);

    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final double LOST_ANSWERS = 0.2;
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Seed seed = Seed.of(ExecutionKillsIT.class);
    private final Path folder = Path.of("target", "robustness", "kills").toAbsolutePath();

    @Test
    void whoeverDiesEveryRunEndsOnceAndActsOnce() throws IOException, InterruptedException {
        Turn.assumeOf(ExecutionKillsIT.class);
        Path place = SplitCluster.fresh(folder);
        try (EffectSink sink =
                        EffectSink.start(
                                place.resolve("effects.tsv"),
                                seed.random("sink"),
                                LOST_ANSWERS,
                                InstantSource.system());
                SplitCluster cluster = SplitCluster.ofExecutions(place, settings())) {
            ActingAgent.install(cluster.code(), sink.port());
            cluster.start();
            RunTrailStore trail = new RunTrailStore(cluster.postgres().url("postgres"));
            trail.install();
            try (PatientApi api = new PatientApi(cluster.rest(), cluster.token())) {
                api.apply(ActingAgent.records());
                Await.value("the agent is ready", SETTLED, PAUSE, () -> ready(api));
                disturb(cluster, api, trail, sink);
            }
            String mark = "JOCH_CODE_DIR=" + cluster.code();
            assertThat(Leftovers.of(mark)).as("programs of agents that are left").isEmpty();
        }
        assertThat(Children.left()).as("processes left over").isEmpty();
    }

    /** Short enough that everything that waits for a time to be over does so often. */
    private static Map<String, Map<String, String>> settings() {
        return Map.of(
                SplitCluster.SCHEDULER,
                        Map.of(
                                "JOCH_SCHEDULER_LEASE_TIME", LEASE.toMillis() + "ms",
                                "JOCH_SCHEDULER_SUBMIT_CLAIM", "6s",
                                "JOCH_SCHEDULER_SWEEP_EVERY", "500ms"),
                SplitCluster.WORKER,
                        Map.of(
                                "JOCH_WORKER_HEARTBEAT", "1s",
                                "JOCH_WORKER_CONCURRENCY", "4"),
                SplitCluster.CONTROLLERS,
                        Map.of(
                                "JOCH_CONTROLLER_MANAGER_LEASE", "12s",
                                "JOCH_CONTROLLER_MANAGER_DEADLINE", "6s",
                                "JOCH_CONTROLLER_MANAGER_RETRY_LONGEST", "5s"));
    }

    private static Boolean ready(PatientApi api) {
        JsonNode status = api.get(ActingAgent.path()).path("status");
        if (!status.path("phase").asText().equals("Ready")) {
            throw new IllegalStateException("the agent is at " + status);
        }
        return true;
    }

    private void disturb(SplitCluster cluster, PatientApi api, RunTrailStore trail, EffectSink sink)
            throws InterruptedException {
        ActingRuns runs = new ActingRuns(api, seed.random("runs"), RUNS);
        KillPlan plan = KillPlan.of(seed.random("kills"), Blows.weights(), KILLS);
        Blows blows = new Blows(cluster, seed.random("blows"), LEASE.multipliedBy(2));
        runs.start();
        int each = Math.ceilDiv(RUNS, Math.max(1, plan.blows().size()));
        blows.deal(plan, number -> runs.release(each));
        for (int i = 0; i < KILLS / KILLS_PER_END_OF_ALL; i++) {
            blows.dealAll();
        }
        runs.release(RUNS);
        List<Submitted> submitted = runs.await(SETTLED);
        List<JsonNode> resources =
                Await.value("every run has ended", SETTLED, PAUSE, () -> ended(runs));
        Map<String, String> uids = new HashMap<>();
        resources.forEach(resource -> {
            JsonNode metadata = resource.path("metadata");
            uids.put(metadata.path("name").asText(), metadata.path("uid").asText());
        });
        ToldEnds told =
                Await.value(
                        "every end was told",
                        SETTLED,
                        PAUSE,
                        () -> told(cluster.kafka().bootstrapServers(), uids));
        Await.value("every event is kept", SETTLED, PAUSE, () -> kept(trail, told));
        RunHistory history =
                new RunHistory(
                        submitted,
                        trail.steps(),
                        resources.stream().map(ActingRuns::seen).toList(),
                        told.told(),
                        sink.calls(),
                        ActingAgent.WORK);
        save(history);
        System.out.printf(
                "execution kills: seed %d, %d kills in %d blows, %d freezes; %s%n",
                seed.value(),
                plan.kills(),
                plan.blows().size(),
                blows.freezes(),
                summary(history, resources));
        RecoverySeries recovery =
                new RecoverySeries(blows.fallen(), history.steps(), blows.ready());
        recovery.print();
        List<Finding> findings = new ArrayList<>(RunChecker.findings(history));
        findings.addAll(EffectChecker.findings(history));
        assertThat(findings).as("promises broken with seed " + seed.value()).isEmpty();
        assertThat(told.setAside()).as("events that were set aside").isEmpty();
        assertThat(submitted).as("runs that were acknowledged").hasSize(RUNS);
        assertThat(reasons(resources).keySet())
                .as("why runs failed, with seed " + seed.value())
                .isSubsetOf("WorkerLost");
        if (SLACK > 0) {
            recovery.judge(SLACK);
        }
    }

    private static List<JsonNode> ended(ActingRuns runs) {
        List<JsonNode> resources = runs.resources();
        List<JsonNode> open =
                resources.stream().filter(resource -> !ActingRuns.ended(resource)).toList();
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.size() + " go on: " + open.getFirst());
        }
        return resources;
    }

    private static ToldEnds told(String kafka, Map<String, String> uids) {
        ToldEnds told = ToldEnds.read(kafka, uids);
        if (told.ended() < uids.size()) {
            throw new IllegalStateException(told.ended() + " of " + uids.size() + " were told");
        }
        return told;
    }

    /** The events of each run once, in the order in which they were told. */
    private static Boolean kept(RunTrailStore trail, ToldEnds told) {
        Map<String, Set<String>> once = new HashMap<>();
        told.told()
                .forEach(event ->
                        once.computeIfAbsent(event.run(), _ -> new LinkedHashSet<>())
                                .add(event.id()));
        Map<String, List<String>> wanted = new HashMap<>();
        once.forEach((run, ids) -> wanted.put(run, List.copyOf(ids)));
        Map<String, List<String>> kept = trail.keptEvents();
        if (!kept.equals(wanted)) {
            long other =
                    wanted.entrySet().stream()
                            .filter(run -> !run.getValue().equals(kept.get(run.getKey())))
                            .count();
            throw new IllegalStateException(
                    "the events of %d runs are others than those told; %d runs are kept"
                            .formatted(other, kept.size()));
        }
        return true;
    }

    private static Map<String, Long> reasons(List<JsonNode> resources) {
        return resources.stream()
                .map(resource -> resource.path("status"))
                .filter(status -> status.path("phase").asText().equals(RunHistory.FAILED))
                .collect(
                        Collectors.groupingBy(
                                status -> status.path("reason").asText(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    private static String summary(RunHistory history, List<JsonNode> resources) {
        Map<String, Long> phases =
                history.seen().stream()
                        .collect(
                                Collectors.groupingBy(
                                        RunHistory.Seen::phase,
                                        TreeMap::new,
                                        Collectors.counting()));
        long again = history.seen().stream().filter(seen -> seen.attempt() > 1).count();
        long lost = history.steps().stream().filter(RunHistory.Step::lost).count();
        long unheard = history.effects().stream().filter(call -> !call.heard()).count();
        long stale = history.effects().stream().filter(call -> !call.accepted()).count();
        return "%s, failed for %s; %d begun again, %d leases lost; %d calls, %d answers lost, %d stale"
                .formatted(
                        phases,
                        reasons(resources),
                        again,
                        lost,
                        history.effects().size(),
                        unheard,
                        stale);
    }

    /** Beside the file of the sink, to be read when something broke. */
    private void save(RunHistory history) {
        List<String> lines = new ArrayList<>();
        history.submitted().forEach(run -> lines.add(run.toString()));
        history.steps().forEach(step -> lines.add(step.toString()));
        history.seen().forEach(seen -> lines.add(seen.toString()));
        history.told().forEach(told -> lines.add(told.toString()));
        try {
            Files.write(folder.resolve("history.txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
