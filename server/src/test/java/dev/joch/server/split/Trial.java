package dev.joch.server.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.check.Batches;
import dev.joch.testkit.check.Finding;
import dev.joch.testkit.check.Recheck;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.History;
import dev.joch.testkit.history.HistoryFolder;
import dev.joch.testkit.history.HistoryRecorder;
import dev.joch.testkit.history.Operation;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.history.Sighting;
import dev.joch.testkit.wait.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Load, watchers and deaths of one run, and the judgement over them. */
final class Trial implements AutoCloseable {

    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration MOST_PER_KEY = Duration.ofSeconds(3);

    private final String name;
    private final Seed seed;
    private final Duration usual;
    private final Duration longest;
    private final HistoryRecorder recorder = new HistoryRecorder();
    private final List<WatchLoop> watchers = new ArrayList<>();
    private final List<Lane> lanes = Collections.synchronizedList(new ArrayList<>());
    private final List<Death> others = Collections.synchronizedList(new ArrayList<>());
    private final Load load;

    /** Of services that die alone, and of their database. */
    Trial(String name, Seed seed) {
        this(name, seed, Recovery.OF_ONE, Recovery.OF_POSTGRES);
    }

    /**
     * @param usual nine of ten deaths are over after so long
     * @param longest and all of them after that
     */
    Trial(String name, Seed seed, Duration usual, Duration longest) {
        this.name = name;
        this.seed = seed;
        this.usual = usual;
        this.longest = longest;
        this.load = new Load(recorder, seed);
    }

    /** Whether the run shall take long. */
    static boolean isLong() {
        return Depth.ofThisRun() == Depth.LONG;
    }

    /**
     * Writes one document, so that there is a revision to watch from: 0 means the current state.
     */
    void begin(Api api) {
        load.first(api);
    }

    /** Takes a document into account that is there already: Joch goes on writing its status. */
    void found(Api api, String key) {
        load.found(api.read(key).orElseThrow());
    }

    void byHand(Doc doc, CommandLine cli) {
        load.byHand(doc, () -> cli.apply(doc));
        cli.find(doc);
    }

    void watch(String watcher, Api api, String namespace) {
        long from = api.list(namespace).revision();
        watchers.add(new WatchLoop(watcher, api, namespace, from, recorder, seed));
    }

    void load(String face, Api api, int clients) {
        load.start(face, api, clients);
    }

    Lane lane(Member member, int round) {
        Lane lane = new Lane(member, recorder, seed.random(member.name() + round));
        lanes.add(lane);
        return lane;
    }

    /** Failpoints in an order that the seed decides, as many as the run is deep. */
    List<Failpoint> places(int round, Predicate<Failpoint> which) {
        List<Failpoint> places =
                new ArrayList<>(Arrays.stream(Failpoint.values()).filter(which).toList());
        Collections.shuffle(places, seed.random("places" + round));
        return Depth.ofThisRun().some(places, seed);
    }

    /** A power cut of the database under the load. */
    void powerCut(SplitCluster cluster) {
        others.add(new Death("postgres", "SIGKILL", recorder.now()));
        cluster.postgres().kill();
        cluster.postgres().restart();
    }

    /** Waits until so many more applies were acknowledged. */
    void awaitApplies(int more) {
        int before = load.applied();
        Await.until(
                more + " more applies are acknowledged",
                Duration.ofSeconds(60),
                () -> load.applied() >= before + more);
    }

    interface Step {
        void run();
    }

    /** Runs all steps at once and fails when one fails. */
    static void together(Step... steps) {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> all = new ArrayList<>();
            for (Step step : steps) {
                all.add(threads.submit(step::run));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a lane ended early: " + e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the load, reads what is there, and lets the watchers come to the end. */
    History finish(ChangeLog log, Api api, HistoryFolder saved) {
        load.close();
        List<Sighting> changes = AfterRun.changes(log, load.keys());
        AfterRun.readLast(api, load.keys(), recorder);
        try {
            List<Sighting> before = List.of();
            // what nobody waited for any more may still be committed, and be seen by a watcher
            while (changes.size() > before.size()) {
                before = changes;
                catchUp(before.isEmpty() ? 0 : before.getLast().revision());
                changes = AfterRun.changes(log, load.keys());
            }
        } finally {
            watchers.forEach(WatchLoop::close);
            saved.save(recorder.history().withChanges(changes));
        }
        return recorder.history().withChanges(changes);
    }

    private void catchUp(long revision) {
        for (WatchLoop watcher : watchers) {
            Await.until(
                    watcher.name() + " comes to " + revision,
                    CATCH_UP,
                    () -> watcher.position() >= revision);
        }
    }

    /** Fails when a promise was broken. */
    void judge(History history, List<Finding> more) {
        List<Finding> findings = new ArrayList<>(Recheck.all(history, MOST_PER_KEY));
        findings.addAll(more);
        List<Death> deaths = new ArrayList<>(others);
        lanes.forEach(lane -> deaths.addAll(lane.deaths()));
        Recovery recovery = Recovery.of(deaths, history);
        report(history, deaths, recovery, findings);
        assertThat(load.faults()).as("answers that are none").isEmpty();
        assertThat(findings).as("broken promises").isEmpty();
        assertThat(lanes.stream().flatMap(lane -> lane.unfired().stream()))
                .as("failpoints that never fired")
                .isEmpty();
        assertThat(recovery.quantile(0.9)).as("p90 of recovery").isLessThan(usual);
        assertThat(recovery.longest().time()).as("longest recovery").isLessThan(longest);
    }

    private void report(
            History history, List<Death> deaths, Recovery recovery, List<Finding> findings) {
        System.out.printf(
                "%s: seed %d, %d deaths (%d timed), %d operations of which %d acknowledged applies on %d keys,"
                        + " %d changes, %d sightings in %d watches, recovery p50 %d ms, p90 %d ms,"
                        + " p99 %d ms, longest after %s, %d findings%n",
                name,
                seed.value(),
                deaths.size(),
                recovery.sorted().size(),
                history.operations().size(),
                history.named(Batches.APPLY).stream().filter(Operation::isOk).count(),
                load.keys().size(),
                history.changes().size(),
                history.sightings().size(),
                watchers.stream().mapToInt(WatchLoop::resumptions).sum(),
                recovery.quantile(0.5).toMillis(),
                recovery.quantile(0.9).toMillis(),
                recovery.quantile(0.99).toMillis(),
                recovery.longest().death(),
                findings.size());
        recovery.sorted().forEach(taken -> System.out.println("  " + taken));
        findings.stream().limit(20).forEach(System.out::println);
        load.faults().stream().limit(20).forEach(System.out::println);
    }

    @Override
    public void close() {
        load.close();
        watchers.forEach(WatchLoop::close);
    }
}
