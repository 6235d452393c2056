package dev.joch.scheduler.simulation;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.lease.LeaseDesk;
import dev.joch.scheduler.lease.Orders;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.read.ExplainRun;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.store.RunStore.Ask;
import dev.joch.scheduler.store.RunStore.Leased;
import dev.joch.scheduler.submit.CommitRuns;
import dev.joch.scheduler.submit.PrepareRun;
import dev.joch.scheduler.submit.QueueGauge;
import dev.joch.scheduler.submit.SubmitRun;
import dev.joch.scheduler.upkeep.Sweep;
import dev.joch.service.problem.ProblemException;
import dev.joch.testkit.simulation.Strand;
import dev.joch.testkit.simulation.World;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One process of the scheduler: its own classes, on strands that die with it. */
final class Replica {

    private static final long POLL = 500 * Weather.MILLI;
    private static final long SWEEP = Weather.SECOND;
    private static final int MOST = 64;

    private final String name;
    private final Plane plane;
    private final World world;
    private final Set<Strand> strands = new LinkedHashSet<>();
    private final List<Strand> callers = new ArrayList<>();
    private @Nullable Parts parts;
    private long frozenUntil;
    private @Nullable Strand desk;
    private @Nullable Strand orders;

    Replica(String name, Plane plane) {
        this.name = name;
        this.plane = plane;
        this.world = plane.world();
    }

    /** What a process is made of. */
    record Parts(
            RunStore store,
            CommitRuns commit,
            SubmitRun submit,
            LeaseDesk desk,
            Orders orders,
            Sweep sweep,
            ExplainRun explain) {}

    String name() {
        return name;
    }

    Weather weather() {
        return plane.weather();
    }

    /** The Execution of that name. */
    Optional<Resource> stored(RunKey key) {
        return plane.stored(key);
    }

    boolean databaseIsAway() {
        return plane.databaseIsAway();
    }

    boolean isUp() {
        return parts != null;
    }

    /** Of a process that is up. */
    Parts parts() {
        Parts now = parts;
        if (now == null) {
            throw new Strand.Killed();
        }
        return now;
    }

    void start() {
        if (isUp()) {
            return;
        }
        world.say(name, "starts");
        RunStore store = new ReplicaStore(plane.store(), this);
        CommitRuns commit = new CommitInTurn(world, this, store);
        Peers peers = new Peers(this);
        QueueGauge gauge = new QueueGauge(store, 100_000);
        SubmitRun submit =
                new SubmitRun(
                        commit,
                        store,
                        new PrepareRun(peers, peers, peers, peers, "default"),
                        gauge,
                        () -> world.between(1, 1L << 40),
                        MOST);
        Optional<Limits> limits = Optional.of(Plane.LIMITS);
        long since = world.between(-1_000_000_000, 1_000_000_000);
        Sweep.Pace pace =
                new Sweep.Pace(
                        Duration.ofNanos(Plane.PATIENCE.lease() * 1_000),
                        Duration.ofNanos(SWEEP * 1_000),
                        () -> since + world.now() * 1_000);
        parts =
                new Parts(
                        store,
                        commit,
                        submit,
                        new LeaseDesk(store, () -> limits, MOST, MOST, Duration.ofSeconds(1)),
                        new Orders(store, MOST, Duration.ofSeconds(1)),
                        new Sweep(
                                store,
                                commit,
                                submit,
                                plane.tools().ledger(this),
                                gauge,
                                chores -> chores.forEach(Runnable::run),
                                pace),
                        new ExplainRun(store, () -> limits, Duration.ofSeconds(20)));
        begin(() -> again(SWEEP, () -> parts().sweep().look()));
        desk = begin(() -> again(POLL, this::decide));
        orders = begin(() -> again(2 * POLL, () -> parts().orders().tell()));
    }

    private void decide() {
        try {
            boolean more = true;
            while (more) {
                more = parts().desk().decide();
            }
        } finally {
            List.copyOf(callers).forEach(Strand::wake);
        }
    }

    /** What a loop does, without its thread. */
    private void again(long rest, Runnable turn) {
        while (true) {
            try {
                turn.run();
            } catch (ProblemException e) {
                plane.suspicious(name, e);
            }
            lives(rest);
        }
    }

    /** Something may have changed; who does not hear of it looks by himself. */
    void hears(boolean leases, boolean cancels) {
        if (!isUp()) {
            return;
        }
        if (leases && desk != null) {
            parts().desk().wake();
            desk.wake();
        }
        if (cancels && orders != null) {
            orders.wake();
        }
    }

    /** Begins something in this process. */
    Strand begin(Runnable what) {
        Strand strand = world.begin(what);
        strands.add(strand);
        strands.removeIf(Strand::isOver);
        return strand;
    }

    /** Time goes by for the strand that runs, unless its process dies in the meantime. */
    void lives(long micros) {
        if (!isUp()) {
            throw new Strand.Killed();
        }
        world.pause(micros);
        while (world.now() < frozenUntil) {
            world.pause(frozenUntil - world.now());
        }
        if (weather().killsReplica()) {
            die();
            throw new Strand.Killed();
        }
    }

    void die() {
        if (!isUp()) {
            return;
        }
        world.say(name, "dies");
        Parts dead = parts();
        parts = null;
        frozenUntil = 0;
        strands.forEach(Strand::kill);
        strands.clear();
        callers.clear();
        dead.orders().sendAway();
        world.after(world.between(100 * Weather.MILLI, 5 * Weather.SECOND), this::start);
    }

    void freeze(long micros) {
        world.say(name, "stands still for " + micros);
        frozenUntil = world.now() + micros;
    }

    /** Waits for runs as a call of a worker does. */
    List<Leased> lease(Ask ask, long patience) {
        LeaseDesk line = parts().desk();
        LeaseDesk.Waiting call = line.enter(ask, () -> false);
        Strand caller = world.running();
        callers.add(caller);
        try {
            long end = world.now() + patience;
            world.after(patience, caller::wake);
            hears(true, false);
            while (!line.settled(call) && (world.now() < end || (line.mayCome(call) && isUp()))) {
                world.park();
            }
            return line.leave(call);
        } finally {
            callers.remove(caller);
        }
    }
}
