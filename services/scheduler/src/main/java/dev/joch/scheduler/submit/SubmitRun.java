package dev.joch.scheduler.submit;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Takes a run in and settles it: the use case, and what the sweep does for those who died. */
public final class SubmitRun {

    private final CommitRuns commit;
    private final RunStore store;
    private final PrepareRun prepare;
    private final QueueGauge gauge;
    private final LongSupplier claims;
    private final Semaphore parallel;

    /**
     * @param claims numbers that hardly ever come twice
     * @param parallel runs that are settled at the same time
     */
    public SubmitRun(
            CommitRuns commit,
            RunStore store,
            PrepareRun prepare,
            QueueGauge gauge,
            LongSupplier claims,
            int parallel) {
        this.commit = commit;
        this.store = store;
        this.prepare = prepare;
        this.gauge = gauge;
        this.claims = claims;
        this.parallel = new Semaphore(parallel);
    }

    /** What became of it. */
    public StoredRun submit(Resource execution, String traceparent, Duration patience) {
        RunCommand.Accept accept = DraftRun.of(execution, traceparent).under(claims.getAsLong());
        if (gauge.full() && store.find(accept.key()).isEmpty()) {
            throw new ProblemException(new SchedulerProblem.QueueFull(gauge.most()));
        }
        return submit(accept, patience);
    }

    private StoredRun submit(RunCommand.Accept accept, Duration patience) {
        return switch (commit.one(accept, patience)) {
            case RunDecision.Become mine -> {
                gauge.one();
                yield settle(mine.run(), mine.input(), patience);
            }
            case RunDecision.Stay there -> {
                String uid = there.run().run().getUid();
                if (uid.equals(accept.draft().getUid())) {
                    yield there.run();
                }
                yield displace(accept, uid, patience);
            }
            case RunDecision.Gone gone ->
                    throw new IllegalStateException("a run that is taken in is there");
            case RunDecision.Refuse refused -> throw new ProblemException(refused.problem());
        };
    }

    /**
     * A run of that name has ended. Only the Execution that is there now may take its place: what
     * comes late would take away the record of an end, and the run would begin again.
     */
    private StoredRun displace(RunCommand.Accept accept, String uid, Duration patience) {
        if (!prepare.isWanted(accept.draft())) {
            throw new ProblemException(new SchedulerProblem.ExecutionGone(accept.key().text()));
        }
        if (!accept.displaces().isEmpty()) {
            // another one came in between, and has ended, too
            throw new ProblemException(new SchedulerProblem.NamesakeRuns(accept.key().text()));
        }
        return submit(accept.displacing(uid), patience);
    }

    /** Settles a run that nobody settles, if it is still due. */
    public void take(StoredRun due, Duration patience) {
        RunCommand.Claim claim = new RunCommand.Claim(due.key(), due.run().getUid());
        if (commit.one(claim, patience) instanceof RunDecision.Become mine) {
            settle(mine.run(), Optional.empty(), patience);
        }
    }

    private StoredRun settle(StoredRun claimed, Optional<ExecutionInput> known, Duration patience) {
        ExecutionInput input =
                known.or(() -> store.input(claimed.key(), claimed.run().getUid()))
                        .orElse(ExecutionInput.getDefaultInstance());
        Settlement settlement = prepared(claimed, input, patience);
        RunCommand.Settle settle =
                new RunCommand.Settle(
                        claimed.key(), claimed.run().getUid(), claimed.claim(), settlement);
        return switch (commit.one(settle, patience)) {
            case RunDecision.Become settled -> settled.run();
            case RunDecision.Stay other -> other.run();
            case RunDecision.Gone gone -> claimed;
            case RunDecision.Refuse refused -> throw new ProblemException(refused.problem());
        };
    }

    private Settlement prepared(StoredRun claimed, ExecutionInput input, Duration patience) {
        try {
            if (!parallel.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(new ServiceProblem.DeadlineExceeded("settling the run"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new ServiceProblem.DeadlineExceeded("settling the run"));
        }
        try {
            return prepare.prepare(claimed, input);
        } finally {
            parallel.release();
        }
    }
}
