package dev.joch.controllermanager.runtime;

import dev.joch.catalogue.run.PhaseWords;
import dev.joch.catalogue.run.RunStatus;
import dev.joch.controllermanager.job.JobRuns;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.time.Duration;
import java.util.Optional;

/**
 * A run: submitted to the scheduler if nobody did before, and its status is what the scheduler
 * knows.
 *
 * <p>The scheduler's events wake it. It also looks by itself while the run goes on, so that an
 * event that never came delays the status and no more.
 */
public final class ExecutionController implements KindController {

    private static final Optional<Duration> LOOK_AGAIN = Optional.of(Duration.ofSeconds(60));

    private final SchedulerDoor scheduler;
    private final JobRuns jobs;

    public ExecutionController(SchedulerDoor scheduler, JobRuns jobs) {
        this.scheduler = scheduler;
        this.jobs = jobs;
    }

    @Override
    public String kind() {
        return "Execution";
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        draft.synced(resolved);
        ExecutionStatus.Builder fields = draft.fields(ExecutionStatus.Builder.class);
        if (PhaseWords.ended(fields.getPhase())) {
            // the scheduler may have forgotten it by now
            return again(draft, jobs.clear(draft));
        }
        if (fields.getPhase().isEmpty()) {
            draft.phase("Pending");
        }
        return switch (scheduler.submit(subject.resource())) {
            case Submitted.Taken(Run run) -> {
                RunStatus.into(fields, run);
                Optional<Duration> job = jobs.tend(run, draft, subject.now());
                yield again(
                        draft, PhaseWords.ended(run.getPhase()) ? job : job.or(() -> LOOK_AGAIN));
            }
            case Submitted.Refused(String message) -> {
                // nobody will ever run it, and whoever waits for its end has to hear of it
                draft.phase("Failed");
                fields.setReason("NotRunnable")
                        .setMessage(message)
                        .setCompletedAt(Retention.timestamp(subject.now()));
                yield Look.at(draft);
            }
        };
    }

    private static Look again(StatusDraft draft, Optional<Duration> delay) {
        return delay.map(Look.at(draft)::again).orElseGet(() -> Look.at(draft));
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        Optional<Run> run = scheduler.find(key);
        if (run.isPresent() && !scheduler.forget(key, run.get().getUid())) {
            // its worker stops it first; the key comes back
            throw new ProblemException(new ServiceProblem.Unavailable("the end of the run"));
        }
        jobs.gone(key);
    }
}
