package dev.joch.controllermanager.run;

import dev.joch.common.v1.Caller;
import dev.joch.controllermanager.queue.Backoff;
import dev.joch.controllermanager.queue.Claimed;
import dev.joch.controllermanager.queue.Finished;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.FailureLog;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One call of a reconciler. Its calls end before the claim does: who slept over the end of a claim
 * finds every door closed.
 */
final class RunOne {

    private static final Logger LOG = LoggerFactory.getLogger(RunOne.class);

    /** Somebody else wrote in between: look again at once. */
    private static final Duration AFTER_CONFLICT = Duration.ofMillis(20);

    private static final int FIRST_LOUD_FAILURE = 4;

    private final Map<String, Reconciler> reconcilers;
    private final Backoff backoff;
    private final Duration deadline;
    private final ControllerMetrics metrics;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;

    RunOne(
            Map<String, Reconciler> reconcilers,
            Backoff backoff,
            Duration deadline,
            ControllerMetrics metrics,
            ScheduledExecutorService timer,
            InstantSource clock) {
        this.reconcilers = Map.copyOf(reconcilers);
        this.backoff = backoff;
        this.deadline = deadline;
        this.metrics = metrics;
        this.timer = timer;
        this.clock = clock;
    }

    Finished run(Claimed claim) {
        long start = System.nanoTime();
        Span span = metrics.started(claim, clock.instant());
        Caller caller =
                Caller.newBuilder()
                        .setSubject("controller-manager")
                        .setMethod("service")
                        .setTenant("*")
                        .build();
        Context.CancellableContext context =
                Callers.with(caller)
                        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS, timer);
        Context previous = context.attach();
        String outcome = "retry";
        try (Scope _ = span.makeCurrent()) {
            Reconciler reconciler = reconcilers.get(claim.key().getKind());
            if (reconciler == null) {
                throw new IllegalStateException("nobody here looks at " + claim.key().getKind());
            }
            Outcome came = reconciler.reconcile(claim.key(), claim.revision());
            outcome = word(came);
            return switch (came) {
                case Outcome.Done _, Outcome.Gone _ -> new Finished.Done(claim);
                case Outcome.RequeueAfter again -> new Finished.Again(claim, again.delay());
            };
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            return failed(claim, e);
        } finally {
            context.detach(previous);
            context.cancel(null);
            span.end();
            metrics.ended(claim, outcome, System.nanoTime() - start);
        }
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.RequeueAfter _ -> "requeue";
            case Outcome.Gone _ -> "gone";
        };
    }

    private Finished failed(Claimed claim, Throwable failure) {
        int attempts = claim.attempts() + 1;
        boolean conflict = conflict(failure);
        Duration delay =
                conflict && attempts < FIRST_LOUD_FAILURE
                        ? AFTER_CONFLICT
                        : backoff.after(attempts, ThreadLocalRandom.current().nextDouble());
        String reason = reason(failure);
        String key = ResourceKeys.text(claim.key());
        if (!conflict && attempts == FIRST_LOUD_FAILURE) {
            FailureLog.warn(LOG, key + " failed " + attempts + " times; next in " + delay, failure);
        } else {
            LOG.debug("{} failed, attempt {}: {}", key, attempts, reason);
        }
        return new Finished.Failed(claim, delay, reason);
    }

    private static boolean conflict(Throwable failure) {
        return failure instanceof StatusRuntimeException status
                && ProblemStatus.fromException(status)
                        .map(RemoteProblem::reason)
                        .filter(reason -> reason.equals("STALE_VERSION"))
                        .isPresent();
    }

    private static String reason(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
