package dev.joch.runtime.local;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Ends what is to end: a thread that does nothing while nothing is ending. Everything it goes by
 * lies in folders, so it does not matter who began an ending.
 */
final class Endings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
    private static final long LOOK_MILLIS = 50;
    private static final long AFTER_FAILURE_MILLIS = 2000;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long KILL_NANOS = 3_000_000_000L;

    private final StateFolder state;
    private final Optional<Cgroups> groups;
    private final InstantSource clock;
    private final Consumer<String> changed;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    Endings(
            StateFolder state,
            Optional<Cgroups> groups,
            InstantSource clock,
            Consumer<String> changed) {
        this.state = state;
        this.groups = groups;
        this.clock = clock;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("local-runtime-endings").unstarted(this::run);
    }

    void start() {
        thread.start();
        bell.release();
    }

    void ring() {
        bell.release();
    }

    private void run() {
        try {
            while (!closed) {
                bell.acquire();
                bell.drainPermits();
                long pause = LOOK_MILLIS;
                while (pause > 0) {
                    pause = look();
                    if (pause > 0 && bell.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                        bell.drainPermits();
                    }
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Milliseconds until the next look; 0 when nothing ends any more. */
    private long look() {
        long pause = 0;
        try {
            for (String name : state.workloads()) {
                boolean left =
                        state.alone(
                                name,
                                () -> {
                                    Optional<WorkloadFolder> workload =
                                            WorkloadFolder.read(state.workload(name));
                                    return workload.isPresent() && !sweep(workload.get());
                                });
                if (left) {
                    pause = LOOK_MILLIS;
                }
            }
        } catch (WorkloadFolder.ForeignFolder foreign) {
            LOG.debug("not ours", foreign);
        } catch (IOException | RuntimeException e) {
            if (closed) {
                return 0;
            }
            LOG.warn("what is to end cannot be looked at; tried again", e);
            return AFTER_FAILURE_MILLIS;
        }
        return pause;
    }

    /** Moves an instance among those that end. From here on it ends, whatever dies. */
    void begin(WorkloadFolder workload, InstanceFolder instance, Instant deadline)
            throws IOException {
        instance.fence();
        instance.stopAt(deadline);
        InstanceFolder moved = new InstanceFolder(workload.ending(instance.id()));
        state.appear(instance.path(), moved.path());
        moved.ask();
    }

    /** Whether nothing is left that is to end. The caller holds the lock of the workload. */
    boolean sweep(WorkloadFolder workload) throws IOException {
        if (workload.isDeleted()) {
            for (int ordinal : workload.ordinals()) {
                begin(workload, workload.instance(ordinal), workload.deletedBy());
            }
        }
        boolean changes = false;
        boolean left = false;
        for (InstanceFolder instance : workload.ending()) {
            if (finish(instance)) {
                changes = true;
            } else {
                left = true;
            }
        }
        if (workload.isDeleted() && !left) {
            state.discard(workload.path());
            changes = true;
        }
        if (changes) {
            changed.accept(workload.spec().name());
        }
        return !left;
    }

    private boolean finish(InstanceFolder instance) throws IOException {
        instance.ask();
        if (isGone(instance)) {
            remove(instance);
            return true;
        }
        if (clock.instant().isBefore(instance.stopAt()) && !instance.isClosing()) {
            return false;
        }
        kill(instance);
        if (isGone(instance)) {
            remove(instance);
            return true;
        }
        return false;
    }

    private boolean isGone(InstanceFolder instance) throws IOException {
        Optional<Processes.Known> supervisor = instance.supervisor();
        if (supervisor.isPresent() && supervisor.get().lives()) {
            return false;
        }
        return instance.programs().isEmpty()
                && instance.supervisors().isEmpty()
                && !(groups.isPresent() && groups.get().holdsAny(instance.id()));
    }

    private void remove(InstanceFolder instance) throws IOException {
        if (groups.isPresent()) {
            groups.get().remove(instance.id());
        }
        state.discard(instance.path());
    }

    /** SIGKILL to the program, then to who looked after it, until they are gone. */
    void kill(InstanceFolder instance) throws IOException {
        if (groups.isPresent()) {
            groups.get().kill(instance.id());
        }
        long end = System.nanoTime() + KILL_NANOS;
        List<Long> programs = instance.programs();
        List<Long> supervisors = instance.supervisors();
        while (!(programs.isEmpty() && supervisors.isEmpty()) && System.nanoTime() < end) {
            // the supervisor writes how it ended; without a program it ends by itself
            Signals.kill(programs.isEmpty() ? supervisors : programs);
            LockSupport.parkNanos(PAUSE_NANOS);
            programs = instance.programs();
            supervisors = instance.supervisors();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
