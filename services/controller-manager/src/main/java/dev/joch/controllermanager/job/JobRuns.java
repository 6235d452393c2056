package dev.joch.controllermanager.job;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.catalogue.run.RunModes;
import dev.joch.controllermanager.rollout.RolloutSettings;
import dev.joch.controllermanager.rollout.Runtimes;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.runtime.Instance;
import dev.joch.runtime.Placed;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.runtime.State;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.runtime.WorkloadStatus;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Starts the worker of a run, replaces it when it died early, and clears it away afterwards. */
public final class JobRuns {

    private static final String CONDITION = "JobStarted";

    private static final Duration WHILE_CHANGING = Duration.ofSeconds(1);
    private static final Duration WHILE_SETTLED = Duration.ofSeconds(2);
    private static final Duration WHILE_WAITING = Duration.ofSeconds(5);
    private static final Duration WHILE_RUNNING = Duration.ofSeconds(15);
    private static final Duration WHILE_BROKEN = Duration.ofSeconds(10);

    private final Runtimes runtimes;
    private final RolloutSettings settings;

    public JobRuns(Runtimes runtimes, RolloutSettings settings) {
        this.runtimes = runtimes;
        this.settings = settings;
    }

    /**
     * Does what is to do for a run now, and says so in the draft.
     *
     * @return when to look again; empty when the run has no job
     */
    public Optional<Duration> tend(Run run, StatusDraft draft, Instant now) {
        if (run.getPlacement().getPool().isEmpty() && !PhaseWords.ended(run.getPhase())) {
            // it is not settled yet whether it has one; where nothing can be started it has none
            return runtimes.all().isEmpty() ? Optional.empty() : Optional.of(WHILE_SETTLED);
        }
        if (!run.getPlacement().getPool().equals(RunModes.JOBS)) {
            return Optional.empty();
        }
        if (PhaseWords.ended(run.getPhase())) {
            // it may have begun without anybody noting it
            named(run, draft);
            return clear(draft);
        }
        try {
            return Optional.of(start(run, draft, now));
        } catch (ProblemException e) {
            return Optional.of(away(e, draft));
        }
    }

    private Duration start(Run run, StatusDraft draft, Instant now) {
        String wanted = run.getPlacement().getRuntime();
        String name = wanted.isEmpty() ? settings.runtime() : wanted;
        Optional<RuntimeAdapter> runtime = runtimes.named(name);
        if (runtime.isEmpty()) {
            draft.no(CONDITION, "RuntimeNotConfigured", runtimes.missing(name));
            return WHILE_BROKEN;
        }
        WorkloadSpec job = JobTemplate.of(run, name, settings);
        Optional<WorkloadStatus> there = runtime.get().status(job.name());
        if (there.isPresent()) {
            named(run, draft);
            return watch(run, there.get(), runtime.get(), draft, now);
        }
        return switch (runtime.get().createJob(job)) {
            case Placed.Refused refused -> {
                draft.no(CONDITION, "RuntimeRefused", refused.problem().message());
                yield WHILE_BROKEN;
            }
            case Placed.New _, Placed.Found _ -> {
                named(run, draft);
                draft.yes(CONDITION, "Started", "job " + job.name() + " on " + name);
                yield WHILE_WAITING;
            }
        };
    }

    private static void named(Run run, StatusDraft draft) {
        draft.fields(ExecutionStatus.Builder.class).setJob(JobTemplate.name(run.getUid()));
    }

    /** A worker that ended before it had its run is replaced, but not in a circle. */
    private Duration watch(
            Run run, WorkloadStatus job, RuntimeAdapter runtime, StatusDraft draft, Instant now) {
        Optional<Instance> ended =
                job.instances().stream()
                        .filter(each -> each.state() instanceof State.Ended)
                        .findFirst();
        if (run.getPhase() != RunPhase.RUN_PHASE_PENDING) {
            return WHILE_RUNNING;
        }
        if (ended.isEmpty()) {
            draft.yes(CONDITION, "Started", "job " + job.name() + " on " + runtime.name());
            return WHILE_WAITING;
        }
        draft.no(
                CONDITION,
                "WorkerEnded",
                "job "
                        + job.name()
                        + " ended without its run and is started again; look into its log");
        if (ended.get().created().plus(settings.replaceAfter()).isAfter(now)) {
            return WHILE_WAITING;
        }
        runtime.delete(job.name(), settings.grace());
        return WHILE_CHANGING;
    }

    /** What is left of the job of a run that has ended; empty when nothing is. */
    public Optional<Duration> clear(StatusDraft draft) {
        ExecutionStatus.Builder fields = draft.fields(ExecutionStatus.Builder.class);
        if (fields.getJob().isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean gone = true;
            for (RuntimeAdapter runtime : runtimes.all()) {
                gone &= runtime.delete(fields.getJob(), settings.grace());
            }
            if (gone) {
                fields.clearJob();
                return Optional.empty();
            }
            return Optional.of(WHILE_CHANGING);
        } catch (ProblemException e) {
            return Optional.of(away(e, draft));
        }
    }

    private static Duration away(ProblemException e, StatusDraft draft) {
        if (!(e.problem() instanceof RuntimeProblem problem)) {
            throw e;
        }
        draft.no(CONDITION, "RuntimeAway", problem.message());
        return WHILE_BROKEN;
    }

    /** Ends whatever runs for an execution that is gone. */
    public void gone(ResourceKey execution) {
        String id = JobTemplate.id(execution);
        for (RuntimeAdapter runtime : runtimes.all()) {
            for (WorkloadStatus each : runtime.list()) {
                if (id.equals(each.labels().get(JobTemplate.EXECUTION))) {
                    runtime.delete(each.name(), settings.grace());
                }
            }
        }
    }
}
