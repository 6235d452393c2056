package dev.joch.scheduler.run;

import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_CANCELLED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_FAILED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_PENDING;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_SCHEDULED;

import com.google.protobuf.Message;

import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.run.RunDecision.Become;
import dev.joch.scheduler.run.RunDecision.Gone;
import dev.joch.scheduler.run.RunDecision.Refuse;
import dev.joch.scheduler.run.RunDecision.Stay;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.problem.Invariant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of a run by a command. */
public final class RunRules {

    private final RunPatience patience;
    private final LeaseRules leases;

    public RunRules(RunPatience patience) {
        this.patience = patience;
        this.leases = new LeaseRules(patience);
    }

    /**
     * @param now in microseconds, by the database's clock
     */
    public RunDecision decide(Optional<StoredRun> current, RunCommand command, long now) {
        RunDecision decision =
                switch (command) {
                    case RunCommand.Accept accept -> accept(current, accept, now);
                    case RunCommand.Claim claim -> claim(current, claim, now);
                    case RunCommand.Settle settle -> settle(current, settle, now);
                    case RunCommand.Cancel cancel -> cancel(current, cancel, now);
                    case RunCommand.Forget forget -> forget(current, forget, now);
                    case RunCommand.Lease lease -> leases.give(current, lease, now);
                    case RunCommand.Start start -> leases.start(current, start, now);
                    case RunCommand.Finish finish -> leases.finish(current, finish, now);
                    case RunCommand.Fence fence -> leases.fence(current, fence, now);
                    case RunCommand.LoseLease lose -> leases.lose(current, lose, now);
                    case RunCommand.PassDeadline pass -> leases.passDeadline(current, pass, now);
                };
        if (decision instanceof Become become) {
            legal(current, become);
        }
        return decision;
    }

    /** Whatever a rule says, the table has the last word. */
    private static void legal(Optional<StoredRun> current, Become become) {
        Run after = become.run().run();
        Optional<Run> before =
                current.map(StoredRun::run).filter(run -> run.getUid().equals(after.getUid()));
        Invariant.check(
                before.isEmpty()
                        ? after.getPhase() == RUN_PHASE_PENDING
                        : before.get().getPhase() == after.getPhase()
                                || RunPhases.mayFollow(before.get().getPhase(), after.getPhase()),
                "the table of phases knows every step of a run");
    }

    private RunDecision accept(Optional<StoredRun> current, RunCommand.Accept accept, long now) {
        if (current.isPresent()) {
            StoredRun there = current.get();
            if (there.run().getUid().equals(accept.draft().getUid())) {
                return claimDue(there, now);
            }
            if (!there.ended()) {
                return new Refuse(new SchedulerProblem.NamesakeRuns(there.key().text()));
            }
            if (!there.run().getUid().equals(accept.displaces())) {
                return new Stay(there);
            }
        }
        // versions and tokens go on growing when an Execution of the same name came before
        long version = current.map(old -> old.run().getVersion()).orElse(0L) + 1;
        long token = current.map(StoredRun::token).orElse(0L);
        Run run =
                accept.draft().toBuilder()
                        .setPhase(RUN_PHASE_PENDING)
                        .setReason("Accepted")
                        .setMessage("waits for the trigger hook")
                        .setCreatedAt(Times.timestamp(now))
                        .setVersion(version)
                        .build();
        StoredRun stored =
                new StoredRun(
                        run,
                        accept.trigger(),
                        "",
                        accept.claim(),
                        now + patience.claim(),
                        0,
                        token,
                        0,
                        0,
                        "");
        return new Become(
                stored,
                Optional.of(accept.input()),
                List.of(RunEvents.created(run, accept.trigger(), now)));
    }

    private RunDecision claim(Optional<StoredRun> current, RunCommand.Claim claim, long now) {
        return current.filter(there -> there.run().getUid().equals(claim.uid()))
                .map(there -> claimDue(there, now))
                .orElseGet(() -> unknown(claim.key()));
    }

    private RunDecision claimDue(StoredRun there, long now) {
        return there.unsettled() && now >= there.dueAt()
                ? new Become(
                        there.claimed(there.claim() + 1, now + patience.claim()),
                        Optional.empty(),
                        List.of())
                : new Stay(there);
    }

    private RunDecision settle(Optional<StoredRun> current, RunCommand.Settle settle, long now) {
        Optional<StoredRun> same =
                current.filter(there -> there.run().getUid().equals(settle.uid()));
        if (same.isEmpty()) {
            return unknown(settle.key());
        }
        StoredRun there = same.get();
        if (!there.unsettled() || there.claim() != settle.claim()) {
            return new Stay(there);
        }
        return switch (settle.settlement()) {
            case Settlement.Ready ready -> queue(there, ready, now);
            case Settlement.Refused refused ->
                    RunEnds.end(there, RUN_PHASE_FAILED, refused.reason(), refused.message(), now);
            case Settlement.Unwanted ignored -> forget(there, now);
            case Settlement.NotYet lacks -> wait(there, lacks, now);
        };
    }

    private static RunDecision queue(StoredRun there, Settlement.Ready ready, long now) {
        Run run =
                RunEnds.next(there.run())
                        .setReason("Queued")
                        .setMessage("waits for a worker")
                        .setAgentGeneration(ready.agentGeneration())
                        .setFramework(ready.framework())
                        .setEnvironment(ready.environment())
                        .setPlacement(ready.placement())
                        .setManifestDigest(ready.manifestDigest())
                        .setBillName(ready.bill())
                        .setBillGeneration(ready.billGeneration())
                        .build();
        return new Become(
                there.with(run).queued(ready.sdk(), Math.max(1, now)), ready.input(), List.of());
    }

    private RunDecision wait(StoredRun there, Settlement.NotYet lacks, long now) {
        if (now - Times.micros(there.run().getCreatedAt()) >= patience.patience()) {
            return RunEnds.end(there, RUN_PHASE_FAILED, lacks.finalReason(), lacks.message(), now);
        }
        StoredRun later = there.claimed(there.claim(), now + patience.again());
        boolean known =
                there.run().getReason().equals(lacks.reason())
                        && there.run().getMessage().equals(lacks.message());
        Run run =
                known
                        ? there.run()
                        : RunEnds.next(there.run())
                                .setReason(lacks.reason())
                                .setMessage(lacks.message())
                                .build();
        return new Become(later.with(run), Optional.empty(), List.of());
    }

    private static RunDecision cancel(
            Optional<StoredRun> current, RunCommand.Cancel cancel, long now) {
        Optional<StoredRun> same =
                current.filter(there -> there.run().getUid().equals(cancel.uid()));
        return same.isEmpty()
                ? unknown(cancel.key())
                : cancel(same.get(), cancel.by(), cancel.reason(), now);
    }

    /** One that has not begun ends at once; of one that runs the end is asked for. */
    private static RunDecision cancel(StoredRun there, String by, String reason, long now) {
        if (there.ended() || there.run().getCancelRequested()) {
            return new Stay(there);
        }
        Run.Builder run = RunEnds.next(there.run()).setCancelRequested(true).setCancelledBy(by);
        StoredRun asked = there.cancelledFor(reason);
        if (RunPhases.started(there.run().getPhase())) {
            return new Become(asked.with(run.build()), Optional.empty(), List.of());
        }
        String message =
                there.run().getPhase() == RUN_PHASE_SCHEDULED
                        ? "cancelled before its worker began"
                        : "cancelled while it waited";
        return RunEnds.end(asked, run, RUN_PHASE_CANCELLED, "Cancelled", message, now);
    }

    private static RunDecision forget(
            Optional<StoredRun> current, RunCommand.Forget forget, long now) {
        Optional<StoredRun> same =
                current.filter(there -> there.run().getUid().equals(forget.uid()));
        if (same.isEmpty()) {
            return current.isPresent() ? new Stay(current.get()) : new Gone(List.of());
        }
        return forget(same.get(), now);
    }

    /** One that has begun is to end first. */
    private static RunDecision forget(StoredRun there, long now) {
        if (there.ended()) {
            return new Gone(List.of());
        }
        RunDecision cancelled = cancel(there, "joch-scheduler", "its Execution was deleted", now);
        return cancelled instanceof Become become && become.run().ended()
                ? new Gone(new ArrayList<Message>(become.told()))
                : cancelled;
    }

    static RunDecision unknown(RunKey key) {
        return new Refuse(new SchedulerProblem.RunNotFound(key.text()));
    }
}
