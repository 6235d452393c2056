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
import dev.joch.controllermanager.trigger.StartFollowers;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.SQLException;
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

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);

    private static final Duration TRY_FOLLOWERS_AGAIN = Duration.ofSeconds(5);
    private static final String FOLLOWERS = "FollowersStarted";
    private static final String WAITING = "Waiting";

    private final SchedulerDoor scheduler;
    private final StartFollowers followers;
    private final JobRuns jobs;

    public ExecutionController(SchedulerDoor scheduler, StartFollowers followers, JobRuns jobs) {
        this.scheduler = scheduler;
        this.followers = followers;
        this.jobs = jobs;
    }

    @Override
    public String kind() {
        return "Execution";
    }

    @Override
    public Look look(Subject subject) throws SQLException {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        draft.synced(resolved);
        ExecutionStatus.Builder fields = draft.fields(ExecutionStatus.Builder.class);
        if (PhaseWords.ended(fields.getPhase())) {
            // the scheduler may have forgotten it by now
            Look look =
                    draft.reason(FOLLOWERS).equals(WAITING)
                            ? ended(subject, draft)
                            : Look.at(draft);
            return within(look, jobs.clear(draft));
        }
        if (fields.getPhase().isEmpty()) {
            draft.phase("Pending");
        }
        return switch (scheduler.submit(subject.resource())) {
            case Submitted.Taken(Run run) -> {
                RunStatus.into(fields, run);
                Optional<Duration> job = jobs.tend(run, draft, subject.now());
                yield within(
                        PhaseWords.ended(run.getPhase())
                                ? ended(subject, draft)
                                : Look.at(draft).again(LOOK_AGAIN),
                        job);
            }
            case Submitted.Refused(String message) -> {
                // nobody will ever run it, and whoever waits for its end has to hear of it
                draft.phase("Failed");
                fields.setReason("NotRunnable")
                        .setMessage(message)
                        .setCompletedAt(Retention.timestamp(subject.now()));
                yield ended(subject, draft);
            }
        };
    }

    /** The earlier one of two times to look again. */
    private static Look within(Look look, Optional<Duration> delay) {
        return delay.filter(
                        mine -> look.again().filter(other -> other.compareTo(mine) <= 0).isEmpty())
                .map(look::again)
                .orElse(look);
    }

    /**
     * The runs that follow start before the status says that this one has ended: whatever dies in
     * between, all of it is done again, and no run starts twice. Who does not answer then does not
     * keep the status back.
     */
    private Look ended(Subject subject, StatusDraft draft) throws SQLException {
        ExecutionStatus status = draft.fields(ExecutionStatus.Builder.class).build();
        return switch (followers.of(
                subject.resource(), subject.spec(ExecutionSpec.class), status)) {
            case StartFollowers.Outcome.Nobody _ ->
                    // somebody followed when it was asked first
                    Look.at(
                            draft.reason(FOLLOWERS).isEmpty()
                                    ? draft
                                    : draft.yes(FOLLOWERS, "Nobody", ""));
            case StartFollowers.Outcome.All(String names) ->
                    Look.at(draft.yes(FOLLOWERS, "Started", names));
            case StartFollowers.Outcome.Some(String refusals) ->
                    Look.at(draft.no(FOLLOWERS, "Refused", refusals));
            case StartFollowers.Outcome.Later(String why) ->
                    Look.at(draft.no(FOLLOWERS, WAITING, why)).again(TRY_FOLLOWERS_AGAIN);
        };
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
