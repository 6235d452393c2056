package dev.joch.scheduler.simulation;

import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_CANCELLED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_FAILED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_SUCCEEDED;

import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore.Leased;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Consumer;

/** What a worker does about one lease: say that it begins, do it, say how it ended. */
final class Attempt {

    private static final long CALL = 5 * Weather.SECOND;
    private static final long FIRST_PAUSE = 50 * Weather.MILLI;
    private static final long LONGEST_PAUSE = 2 * Weather.SECOND;
    private static final long START = 30 * Weather.SECOND;
    private static final long LOOK = 250 * Weather.MILLI;
    private static final long GRACE = 2 * Weather.SECOND;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Worker worker;
    private final Leased leased;
    private final long since;
    private final int life;
    private long expiresAt;
    private @Nullable Cause cause;
    private @Nullable Program program;
    private long killAt;

    Attempt(Worker worker, Leased leased, long expiresAt) {
        this.worker = worker;
        this.leased = leased;
        this.since = worker.clock();
        this.life = worker.life();
        this.expiresAt = expiresAt;
    }

    /** Why a program is made to end. */
    enum Cause {
        CANCELLED,
        DEADLINE,
        LEASE_LOST
    }

    LeaseRef lease() {
        return leased.lease();
    }

    int number() {
        return leased.run().getAttempt();
    }

    Errand errand() {
        return Errand.of(leased.run());
    }

    Worker worker() {
        return worker;
    }

    /** Until the lease lapses by the worker's clock. */
    long left() {
        return expiresAt - worker.clock();
    }

    void renewed(long until) {
        expiresAt = Math.max(expiresAt, until);
    }

    /** The first cause stays, except that a lost lease comes before all others. */
    void stop(Cause why) {
        if (cause == null || why == Cause.LEASE_LOST) {
            cause = why;
        }
    }

    private boolean ours() {
        if (left() <= 0) {
            stop(Cause.LEASE_LOST);
        }
        return cause == null;
    }

    void begin() {
        start(FIRST_PAUSE, worker.clock() + START);
    }

    private void start(long pause, long end) {
        if (!ours()) {
            stopped();
            return;
        }
        commit(
                new RunCommand.Start(lease()),
                run -> worker.after(20 * Weather.MILLI, this::prepare),
                problem -> {
                    if (isLost(problem)) {
                        stop(Cause.LEASE_LOST);
                        worker.leaves(this);
                    } else {
                        tell(RUN_PHASE_FAILED, "StartFailed", FIRST_PAUSE);
                    }
                },
                () -> {
                    if (worker.clock() > end) {
                        tell(RUN_PHASE_FAILED, "StartFailed", FIRST_PAUSE);
                    } else {
                        worker.after(pause, () -> start(longer(pause), end));
                    }
                });
    }

    /** The last look before the program starts; between the two it may stand still. */
    private void prepare() {
        if (!ours()) {
            stopped();
            return;
        }
        worker.after(
                Weather.MILLI,
                () -> {
                    Program started = new Program(this);
                    program = started;
                    worker.started(started);
                    started.start();
                    watch();
                });
    }

    private void watch() {
        Program now = program;
        if (now == null || now.isOver()) {
            return;
        }
        if (left() <= 0) {
            stop(Cause.LEASE_LOST);
        } else if (leased.remainingMs() > 0
                && worker.clock() - since > leased.remainingMs() * Weather.MILLI) {
            stop(Cause.DEADLINE);
        }
        if (cause == Cause.LEASE_LOST || (killAt > 0 && worker.clock() >= killAt)) {
            now.kill();
        } else if (cause != null && killAt == 0) {
            now.terminate();
            killAt = worker.clock() + GRACE;
        }
        worker.after(LOOK, this::watch);
    }

    /** Its worker learns of something, if that is still the one that began it. */
    void hears(Runnable what) {
        worker.act(life, what);
    }

    /** The program has ended. */
    void exited(boolean well) {
        if (cause != null) {
            stopped();
        } else {
            tell(
                    well ? RUN_PHASE_SUCCEEDED : RUN_PHASE_FAILED,
                    well ? "" : "AgentFailed",
                    FIRST_PAUSE);
        }
    }

    private void stopped() {
        if (cause == Cause.CANCELLED) {
            tell(RUN_PHASE_CANCELLED, "Cancelled", FIRST_PAUSE);
        } else if (cause == Cause.DEADLINE) {
            tell(RUN_PHASE_FAILED, "DeadlineExceeded", FIRST_PAUSE);
        } else {
            worker.leaves(this);
        }
    }

    /** Until it is taken in, or the run is somebody else's. */
    private void tell(RunPhase outcome, String reason, long pause) {
        if (cause == Cause.LEASE_LOST) {
            worker.leaves(this);
            return;
        }
        RunReport report = RunReport.newBuilder().setLogTail("" + number()).build();
        commit(
                new RunCommand.Finish(lease(), outcome, reason, "as it was", report),
                run -> {
                    worker.plane().journal().ended(lease().uid(), run.run().getPhase());
                    worker.leaves(this);
                },
                problem -> {
                    if (!isLost(problem)) {
                        worker.plane()
                                .journal()
                                .broken("report refused", lease().toString(), problem.message());
                    }
                    worker.leaves(this);
                },
                () -> worker.after(pause, () -> tell(outcome, reason, longer(pause))));
    }

    private void commit(
            RunCommand command,
            Consumer<StoredRun> taken,
            Consumer<Problem> refused,
            Runnable silence) {
        worker.call(
                replica -> decided(replica.parts().commit().one(command, PATIENCE)),
                CALL,
                reply -> {
                    switch (reply) {
                        case Plane.Reply.Answer<StoredRun> answer -> taken.accept(answer.value());
                        case Plane.Reply.Refused<StoredRun> refusal -> {
                            if (isFinal(refusal.problem())) {
                                refused.accept(refusal.problem());
                            } else {
                                silence.run();
                            }
                        }
                        case Plane.Reply.Silence<StoredRun> ignored -> silence.run();
                    }
                });
    }

    /** As the endpoint answers. */
    static StoredRun decided(RunDecision decision) {
        return switch (decision) {
            case RunDecision.Become become -> become.run();
            case RunDecision.Stay stay -> stay.run();
            case RunDecision.Gone ignored ->
                    throw new IllegalStateException("only who asks to forget a run is told so");
            case RunDecision.Refuse refuse -> throw new ProblemException(refuse.problem());
        };
    }

    private static boolean isLost(Problem problem) {
        return problem instanceof SchedulerProblem.LeaseLost
                || problem instanceof SchedulerProblem.RunEnded
                || problem instanceof SchedulerProblem.RunNotFound
                || problem instanceof SchedulerProblem.StepNotAllowed;
    }

    /** However often it is asked, it is refused. */
    private static boolean isFinal(Problem problem) {
        return switch (problem.code()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    DATA_LOSS ->
                    true;
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    UNIMPLEMENTED,
                    INTERNAL,
                    UNAVAILABLE,
                    UNAUTHENTICATED ->
                    isLost(problem);
        };
    }

    private static long longer(long pause) {
        return Math.min(2 * pause, LONGEST_PAUSE);
    }
}
