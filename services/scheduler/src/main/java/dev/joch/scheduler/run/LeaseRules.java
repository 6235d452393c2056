package dev.joch.scheduler.run;

import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_CANCELLED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_FAILED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_PENDING;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_RUNNING;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_SCHEDULED;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.run.RunDecision.Become;
import dev.joch.scheduler.run.RunDecision.Refuse;
import dev.joch.scheduler.run.RunDecision.Stay;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.service.problem.Problem;

import java.util.List;
import java.util.Optional;

/** What becomes of a run that a worker has, had or is given. */
public final class LeaseRules {

    static final String DEADLINE = "DeadlineExceeded";
    static final String SCHEDULER = "joch-scheduler";

    private final RunPatience patience;

    LeaseRules(RunPatience patience) {
        this.patience = patience;
    }

    /** Why whoever names that lease does not hold it; empty when it does. */
    public static Optional<Problem> refusal(Optional<StoredRun> current, LeaseRef lease) {
        Optional<StoredRun> same =
                current.filter(there -> there.run().getUid().equals(lease.uid()));
        if (same.isEmpty() || same.get().token() != lease.token()) {
            return Optional.of(new SchedulerProblem.LeaseLost(lease.key().text(), lease.token()));
        }
        StoredRun there = same.get();
        if (there.ended()) {
            return Optional.of(
                    new SchedulerProblem.RunEnded(
                            lease.key().text(), PhaseWords.word(there.run().getPhase())));
        }
        return there.leased() && !there.fenced()
                ? Optional.empty()
                : Optional.of(new SchedulerProblem.LeaseLost(lease.key().text(), lease.token()));
    }

    RunDecision give(Optional<StoredRun> current, RunCommand.Lease lease, long now) {
        Optional<StoredRun> same =
                current.filter(there -> there.run().getUid().equals(lease.uid()));
        if (same.isEmpty()) {
            return RunRules.unknown(lease.key());
        }
        StoredRun there = same.get();
        if (!there.waiting()) {
            return new Stay(there);
        }
        if (there.deadline() != 0 && now >= there.deadline()) {
            return RunEnds.end(
                    there,
                    RUN_PHASE_FAILED,
                    DEADLINE,
                    "its time was over before another worker took it",
                    now);
        }
        Run run =
                RunEnds.next(there.run())
                        .setPhase(RUN_PHASE_SCHEDULED)
                        .setReason("Leased")
                        .setMessage("worker " + lease.worker() + " prepares it")
                        .setAttempt(there.run().getAttempt() + 1)
                        .setWorker(lease.worker())
                        .setScheduledAt(Times.timestamp(now))
                        .build();
        return new Become(
                there.with(run).held(there.token() + 1, now + patience.lease()),
                Optional.empty(),
                List.of(RunEvents.scheduled(run, now)));
    }

    RunDecision start(Optional<StoredRun> current, RunCommand.Start start, long now) {
        Optional<Problem> refusal = refusal(current, start.lease());
        if (refusal.isPresent()) {
            return new Refuse(refusal.get());
        }
        StoredRun there = current.orElseThrow();
        if (RunPhases.started(there.run().getPhase())) {
            return new Stay(there);
        }
        Run.Builder run =
                RunEnds.next(there.run())
                        .setPhase(RUN_PHASE_RUNNING)
                        .setReason("Running")
                        .setMessage("worker " + there.run().getWorker() + " runs it");
        if (!there.run().hasStartedAt()) {
            run.setStartedAt(Times.timestamp(now));
        }
        StoredRun running = there.held(there.token(), now + patience.lease());
        // the time of a second attempt is part of that of the first one
        if (there.deadline() == 0 && there.run().getTimeoutMs() > 0) {
            running = running.until(now + there.run().getTimeoutMs() * 1_000);
        }
        Run started = run.build();
        return new Become(
                running.with(started), Optional.empty(), List.of(RunEvents.started(started, now)));
    }

    RunDecision finish(Optional<StoredRun> current, RunCommand.Finish finish, long now) {
        Optional<Problem> refusal = refusal(current, finish.lease());
        if (refusal.isPresent()) {
            return refusal.get() instanceof SchedulerProblem.RunEnded
                            && current.orElseThrow().run().getPhase()
                                    == outcome(current.orElseThrow(), finish)
                    ? new Stay(current.orElseThrow())
                    : new Refuse(refusal.get());
        }
        StoredRun there = current.orElseThrow();
        RunPhase outcome = outcome(there, finish);
        if (!RunPhases.mayFollow(there.run().getPhase(), outcome)) {
            return new Refuse(
                    new SchedulerProblem.StepNotAllowed(
                            finish.key().text(),
                            PhaseWords.word(there.run().getPhase()),
                            PhaseWords.word(outcome)));
        }
        Run.Builder run = RunEnds.next(there.run()).setReport(finish.report());
        if (outcome == RUN_PHASE_CANCELLED && !there.run().getCancelRequested()) {
            run.setCancelledBy(there.run().getWorker());
            there = there.cancelledFor(finish.message());
        }
        boolean late = overdue(there) && finish.outcome() == RUN_PHASE_CANCELLED;
        String reason =
                late
                        ? DEADLINE
                        : finish.reason().isEmpty() ? PhaseWords.word(outcome) : finish.reason();
        return RunEnds.end(
                there, run, outcome, reason, late ? tooLong(there) : finish.message(), now);
    }

    /** One that was stopped because its time was over has failed, whatever its worker calls it. */
    private static RunPhase outcome(StoredRun there, RunCommand.Finish finish) {
        return finish.outcome() == RUN_PHASE_CANCELLED && overdue(there)
                ? RUN_PHASE_FAILED
                : finish.outcome();
    }

    private static boolean overdue(StoredRun there) {
        return there.run().getCancelRequested() && there.cancelReason().equals(DEADLINE);
    }

    private static String tooLong(StoredRun there) {
        return "it took longer than the " + there.run().getTimeoutMs() + " ms that it may take";
    }

    RunDecision fence(Optional<StoredRun> current, RunCommand.Fence fence, long now) {
        Optional<StoredRun> same = named(current, fence.lease());
        if (same.isEmpty()) {
            return stays(current, fence);
        }
        StoredRun there = same.get();
        return there.leased() && !there.fenced() && now >= there.leaseUntil()
                ? new Become(there.held(there.token(), 0), Optional.empty(), List.of())
                : new Stay(there);
    }

    private static Optional<StoredRun> named(Optional<StoredRun> current, LeaseRef lease) {
        return current.filter(there -> there.run().getUid().equals(lease.uid()))
                .filter(there -> there.token() == lease.token());
    }

    private static RunDecision stays(Optional<StoredRun> current, RunCommand command) {
        return current.<RunDecision>map(Stay::new).orElseGet(() -> RunRules.unknown(command.key()));
    }

    RunDecision lose(Optional<StoredRun> current, RunCommand.LoseLease lose, long now) {
        Optional<StoredRun> same = named(current, lose.lease());
        if (same.isEmpty()) {
            return stays(current, lose);
        }
        StoredRun there = same.get();
        if (!there.leased() || now < there.leaseUntil()) {
            return new Stay(there);
        }
        Run run = there.run();
        if (!RunPhases.started(run.getPhase())) {
            return again(
                    there,
                    run.getAttempt() - 1,
                    "Queued",
                    "worker " + run.getWorker() + " was lost before it began; waits for another");
        }
        String lost = "worker " + run.getWorker() + " was lost";
        if (run.getCancelRequested()) {
            return overdue(there)
                    ? RunEnds.end(
                            there, RUN_PHASE_FAILED, DEADLINE, tooLong(there) + "; " + lost, now)
                    : RunEnds.end(
                            there, RUN_PHASE_CANCELLED, "Cancelled", lost + " meanwhile", now);
        }
        if (run.getAttempt() >= Math.max(1, run.getMaxAttempts())) {
            return RunEnds.end(
                    there,
                    RUN_PHASE_FAILED,
                    "WorkerLost",
                    lost
                            + " in attempt "
                            + run.getAttempt()
                            + " of "
                            + Math.max(1, run.getMaxAttempts()),
                    now);
        }
        if (!lose.risk().isEmpty()) {
            return RunEnds.end(
                    there,
                    RUN_PHASE_FAILED,
                    "WorkerLost",
                    lost + ", and another attempt might do something twice: " + lose.risk(),
                    now);
        }
        return again(there, run.getAttempt(), "Retrying", lost + "; waits for another attempt");
    }

    private static RunDecision again(StoredRun there, int attempt, String reason, String message) {
        Run run =
                RunEnds.next(there.run())
                        .setPhase(RUN_PHASE_PENDING)
                        .setReason(reason)
                        .setMessage(message)
                        .setAttempt(attempt)
                        .build();
        return new Become(there.with(run).held(there.token(), 0), Optional.empty(), List.of());
    }

    RunDecision passDeadline(Optional<StoredRun> current, RunCommand.PassDeadline pass, long now) {
        if (refusal(current, pass.lease()).isPresent()) {
            return stays(current, pass);
        }
        StoredRun there = current.orElseThrow();
        if (there.deadline() == 0
                || now < there.deadline()
                || there.run().getCancelRequested()
                || !RunPhases.started(there.run().getPhase())) {
            return new Stay(there);
        }
        Run run =
                RunEnds.next(there.run())
                        .setCancelRequested(true)
                        .setCancelledBy(SCHEDULER)
                        .build();
        return new Become(there.with(run).cancelledFor(DEADLINE), Optional.empty(), List.of());
    }
}
