package dev.joch.server.kill;

import dev.joch.server.split.Death;
import dev.joch.server.split.Recovery;
import dev.joch.server.split.SplitCluster;
import dev.joch.server.split.WorkerLife;
import dev.joch.testkit.cluster.KillPlan;
import dev.joch.testkit.cluster.Member;
import dev.joch.testkit.wait.Await;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Deals the blows of a plan: SIGKILL, and a new life as soon as all of the blow are dead. Now and
 * then a worker is frozen instead, for longer than its leases, while the others go on dying.
 */
final class Blows {

    static final String POSTGRES = "postgres";

    /** As a victim. */
    static final String EVERYTHING = "everything";

    private static final String KAFKA = "kafka";

    private static final Duration READY = Duration.ofMinutes(4);

    private static final int BLOWS_PER_FREEZE = 6;
    private static final int FIRST_FREEZE = 3;
    private static final int LONGEST_PAUSE_MILLIS = 700;

    private final SplitCluster cluster;
    private final Random random;
    private final Duration frozen;
    private final InstantSource clock = InstantSource.system();
    private final List<String> freezes = new ArrayList<>();
    private final List<Fallen> fallen = new ArrayList<>();
    private final List<Recovery.Taken> ready = new ArrayList<>();
    private final Map<String, Integer> lives = new HashMap<>();
    private @Nullable Freeze freeze;

    /**
     * @param frozen how long a worker is held
     */
    Blows(SplitCluster cluster, Random random, Duration frozen) {
        this.cluster = cluster;
        this.random = random;
        this.frozen = frozen;
    }

    /** Who dies how often, in relation. */
    static Map<String, Integer> weights() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put(SplitCluster.WORKER, 20);
        weights.put(SplitCluster.SCHEDULER, 12);
        weights.put(POSTGRES, 6);
        weights.put(SplitCluster.CONTROLLERS, 7);
        weights.put(SplitCluster.SECOND_WORKER, 20);
        weights.put(SplitCluster.STORE, 7);
        weights.put(KAFKA, 5);
        weights.put(SplitCluster.SECOND_SCHEDULER, 12);
        weights.put(SplitCluster.SECOND_CONTROLLERS, 5);
        List.of("apiserver", "admission", "compiler", "agbom", "policy-engine", "trace")
                .forEach(other -> weights.put(other, 1));
        return weights;
    }

    /**
     * Somebody who was killed.
     *
     * @param life of a worker, what the scheduler calls it
     * @param micros when, since 1970
     */
    record Fallen(String victim, String life, long micros) {}

    /** A worker that is stopped until its time is over. */
    private record Freeze(String worker, Member member, long until) {}

    /**
     * @param before is told the number of each blow before it falls
     */
    void deal(KillPlan plan, IntConsumer before) {
        for (int i = 0; i < plan.blows().size(); i++) {
            before.accept(i);
            pause();
            thaw(false);
            if (i % BLOWS_PER_FREEZE == FIRST_FREEZE) {
                thaw(true);
                freeze(random.nextBoolean() ? SplitCluster.WORKER : SplitCluster.SECOND_WORKER);
            }
            strike(plan.blows().get(i));
        }
        thaw(true);
    }

    /** Workers that were frozen. */
    int freezes() {
        return freezes.size();
    }

    private void pause() {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)).toNanos());
    }

    private void freeze(String worker) {
        Member member = cluster.member(worker);
        member.process().pause();
        freezes.add(worker);
        freeze = new Freeze(worker, member, System.nanoTime() + frozen.toNanos());
    }

    /** Lets the frozen one go on when its time is over, or waits until it is. */
    private void thaw(boolean wait) {
        Freeze current = freeze;
        if (current == null) {
            return;
        }
        while (wait && System.nanoTime() < current.until()) {
            LockSupport.parkNanos(current.until() - System.nanoTime());
        }
        if (System.nanoTime() >= current.until()) {
            current.member().process().resume();
            freeze = null;
        }
    }

    /** Everything dies at once, and comes back. */
    void dealAll() {
        List<String> all = new ArrayList<>(List.of(POSTGRES, KAFKA));
        all.addAll(cluster.services());
        bury(all, EVERYTHING);
    }

    /** All deaths. */
    List<Fallen> fallen() {
        return List.copyOf(fallen);
    }

    /** How long the whole was not ready after the death of Postgres, or of everything. */
    List<Recovery.Taken> ready() {
        return List.copyOf(ready);
    }

    private void strike(List<String> victims) {
        for (String victim : victims) {
            Freeze current = freeze;
            if (current != null && current.worker().equals(victim)) {
                thaw(true);
            }
        }
        for (String victim : victims) {
            fallen.add(
                    new Fallen(
                            victim,
                            WorkerLife.name(victim, lives.getOrDefault(victim, 0) + 1),
                            ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())));
        }
        bury(victims, POSTGRES);
    }

    /**
     * @param who is not ready meanwhile, if Postgres is one of the dead
     */
    private void bury(List<String> victims, String who) {
        long began = System.nanoTime();
        victims.forEach(this::kill);
        // what everybody leans on comes first
        victims.stream().filter(Blows::ground).forEach(victim -> cluster.member(victim).start());
        List<String> services = victims.stream().filter(victim -> !ground(victim)).toList();
        services.forEach(victim ->
                cluster.member(victim)
                        .launch(WorkerLife.of(victim, lives.merge(victim, 1, Integer::sum) + 1)));
        if (who.equals(EVERYTHING)) {
            services.forEach(victim -> cluster.member(victim).awaitReady());
        }
        if (victims.contains(POSTGRES)) {
            Await.until("all of it is ready", READY, cluster::isReady);
            ready.add(
                    new Recovery.Taken(
                            new Death(who, "SIGKILL", began),
                            Duration.ofNanos(System.nanoTime() - began)));
        }
        services.forEach(victim -> cluster.member(victim).awaitReady());
    }

    private static boolean ground(String victim) {
        return victim.equals(POSTGRES) || victim.equals(KAFKA);
    }

    private void kill(String victim) {
        Member member = cluster.member(victim);
        if (!member.isAlive()) {
            throw new AssertionError(victim + " has ended by itself:\n" + member.process().tail());
        }
        if (ground(victim)) {
            member.killAll();
        } else {
            member.kill();
        }
    }
}
