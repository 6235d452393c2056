package dev.joch.scheduler.simulation;

import dev.joch.catalogue.run.RunModes;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.store.RunStore.Ask;
import dev.joch.scheduler.store.RunStore.Leased;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.testkit.simulation.World;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A worker as the protocol wants it: it leases, renews, hears orders, and goes by its own clock,
 * which is wrong. It may stand still and go on, or die and leave its programs behind. One that was
 * started for a run takes no other, ends with it, and does not come back.
 */
final class Worker {

    /** As it is told with the lease. */
    private static final long LEASE = Plane.PATIENCE.lease();

    private static final long POLL = 5 * Weather.SECOND;
    private static final long PATIENCE = 5 * Weather.SECOND;
    private static final long JOB_PATIENCE = 20 * Weather.SECOND;

    private final Plane plane;
    private final World world;
    private final WorkerDescription self;
    private final int capacity;
    private final Optional<RunKey> only;
    private final double pace;
    private final Map<String, Attempt> held = new LinkedHashMap<>();
    private final List<Program> programs = new ArrayList<>();
    private final List<Runnable> deferred = new ArrayList<>();
    private int life;
    private boolean up;
    private boolean frozen;
    private boolean cutOff;
    private int room;
    private long waitUntil;
    private boolean taken;

    private Worker(String name, Plane plane, String pool, int capacity, Optional<RunKey> only) {
        this.plane = plane;
        this.world = plane.world();
        this.capacity = capacity;
        this.only = only;
        this.self =
                WorkerDescription.newBuilder()
                        .setWorker(name)
                        .setPool(pool)
                        .setCapacity(capacity)
                        .build();
        this.pace = world.between(97, 103) / 100.0;
    }

    static Worker ofPool(String name, Plane plane, int capacity) {
        return new Worker(name, plane, "default", capacity, Optional.empty());
    }

    /** Of that run. */
    static Worker ofJob(String name, Plane plane, RunKey run) {
        return new Worker(name, plane, RunModes.JOBS, 1, Optional.of(run));
    }

    boolean isUp() {
        return up;
    }

    String name() {
        return self.getWorker();
    }

    int life() {
        return life;
    }

    Plane plane() {
        return plane;
    }

    /** By its own clock, which does not stand still when it does. */
    long clock() {
        return (long) (world.now() * pace);
    }

    void start() {
        if (up) {
            return;
        }
        world.say(name(), "starts");
        up = true;
        life++;
        room = capacity;
        // whatever the one before it has left behind
        programs.forEach(Program::kill);
        programs.clear();
        waitUntil = clock() + JOB_PATIENCE;
        lease(100 * Weather.MILLI);
        renewSoon();
        follow();
    }

    /**
     * @param programsToo or they go on until the next one comes
     */
    void die(boolean programsToo) {
        if (!up) {
            return;
        }
        world.say(name(), "dies" + (programsToo ? "" : ", its programs do not"));
        up = false;
        frozen = false;
        deferred.clear();
        held.clear();
        if (programsToo) {
            programs.forEach(Program::kill);
        }
        if (only.isPresent()) {
            return;
        }
        world.after(
                world.chance(plane.weather().thoughtful() ? 0 : 0.5)
                        ? world.between(500 * Weather.MILLI, 5 * Weather.SECOND)
                        : world.between(5 * Weather.SECOND, 60 * Weather.SECOND),
                this::start);
    }

    /** Whoever started it ends it, and everything that it has started. */
    void remove() {
        if (up) {
            die(true);
        } else {
            programs.forEach(Program::kill);
        }
    }

    /**
     * @param programsToo or they go on meanwhile
     */
    void freeze(long micros, boolean programsToo) {
        if (!up || frozen) {
            return;
        }
        world.say(name(), "stands still for " + micros + (programsToo ? " altogether" : ""));
        frozen = true;
        int mine = life;
        if (programsToo) {
            programs.forEach(program -> program.freeze(micros));
        }
        world.after(
                micros,
                () -> {
                    if (mine == life && frozen) {
                        world.say(name(), "goes on");
                        frozen = false;
                        List<Runnable> late = List.copyOf(deferred);
                        deferred.clear();
                        late.forEach(what -> world.after(0, what));
                    }
                });
    }

    void cutOff(long micros) {
        world.say(name(), "is cut off for " + micros);
        cutOff = true;
        world.after(micros, () -> cutOff = false);
    }

    /** After that time by its own clock, if it still lives; later if it stands still. */
    void after(long micros, Runnable what) {
        int mine = life;
        world.after((long) (micros / pace), () -> act(mine, what));
    }

    void act(int mine, Runnable what) {
        if (!up || mine != life) {
            return;
        }
        if (frozen) {
            deferred.add(() -> act(mine, what));
        } else {
            what.run();
        }
    }

    /** Calls the scheduler. */
    <T> void call(Function<Replica, T> what, long patience, Consumer<Plane.Reply<T>> heard) {
        int mine = life;
        if (cutOff) {
            after(patience, () -> heard.accept(new Plane.Reply.Silence<>()));
            return;
        }
        plane.call(
                what,
                patience,
                reply -> {
                    Plane.Reply<T> known = cutOff ? new Plane.Reply.Silence<>() : reply;
                    act(mine, () -> heard.accept(known));
                });
    }

    private void lease(long pause) {
        if (only.isPresent() && (taken || clock() > waitUntil)) {
            endsWhenIdle();
            return;
        }
        if (room == 0) {
            after(50 * Weather.MILLI, () -> lease(pause));
            return;
        }
        int most = room;
        room = 0;
        long askedAt = clock();
        call(
                replica -> replica.lease(new Ask(self, most, only), POLL),
                POLL + PATIENCE,
                reply -> {
                    List<Leased> leased =
                            reply instanceof Plane.Reply.Answer<List<Leased>> answer
                                    ? answer.value()
                                    : List.of();
                    boolean failed = !(reply instanceof Plane.Reply.Answer<List<Leased>>);
                    room += most - leased.size();
                    hold(leased, askedAt);
                    after(
                            failed ? pause : 0,
                            () ->
                                    lease(
                                            failed
                                                    ? Math.min(2 * pause, PATIENCE)
                                                    : 100 * Weather.MILLI));
                });
    }

    private void hold(List<Leased> leased, long askedAt) {
        List<Attempt> runs = new ArrayList<>();
        for (Leased each : leased) {
            Attempt attempt = new Attempt(this, each, askedAt + LEASE);
            held.put(each.lease().uid(), attempt);
            runs.add(attempt);
            taken = true;
        }
        List<Attempt> old = runs.stream().filter(run -> run.left() < LEASE / 2).toList();
        if (!old.isEmpty()) {
            renew(old, () -> {});
        }
        runs.forEach(Attempt::begin);
    }

    private void renewSoon() {
        after(LEASE / 3, () -> renew(List.copyOf(held.values()), this::renewSoon));
    }

    private void renew(List<Attempt> runs, Runnable then) {
        long askedAt = clock();
        List<LeaseRef> leases = runs.stream().map(Attempt::lease).toList();
        if (leases.isEmpty()) {
            then.run();
            return;
        }
        call(
                replica -> replica.parts().store().renew(self, leases),
                LEASE / 3,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<RunStore.Renewed> answer) {
                        for (Attempt run : runs) {
                            if (answer.value().lost().contains(run.lease())) {
                                run.stop(Attempt.Cause.LEASE_LOST);
                            } else {
                                run.renewed(askedAt + LEASE);
                            }
                        }
                        answer.value().cancelled().forEach(this::cancel);
                    }
                    then.run();
                });
    }

    /** Listens to one replica until that one, or the network, is away. */
    private void follow() {
        Replica replica = plane.any();
        int mine = life;
        if (!replica.isUp() || cutOff) {
            after(Weather.SECOND, this::follow);
            return;
        }
        OrderStream stream =
                new OrderStream(
                        lease -> hears(mine, () -> cancel(lease)),
                        () -> hears(mine, () -> after(200 * Weather.MILLI, this::follow)));
        replica.begin(() -> {
            replica.lives(plane.weather().onTheWay());
            replica.parts().orders().follow(name(), stream);
        });
    }

    private void hears(int mine, Runnable what) {
        if (!plane.weather().losesReply()) {
            world.after(plane.weather().onTheWay(), () -> act(mine, what));
        }
    }

    private void cancel(LeaseRef lease) {
        Attempt run = held.get(lease.uid());
        if (run != null && run.lease().token() == lease.token()) {
            run.stop(Attempt.Cause.CANCELLED);
        }
    }

    void started(Program program) {
        programs.removeIf(Program::isOver);
        programs.add(program);
    }

    /** Nothing more is done about it. */
    void leaves(Attempt attempt) {
        held.remove(attempt.lease().uid(), attempt);
        room++;
        endsWhenIdle();
    }

    /** A job that has had its run, or has waited for it long enough. */
    private void endsWhenIdle() {
        if (only.isPresent() && held.isEmpty() && up) {
            world.say(name(), taken ? "has done its run" : "did not get its run");
            die(true);
        }
    }
}
