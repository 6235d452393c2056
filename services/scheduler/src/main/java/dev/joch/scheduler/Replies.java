package dev.joch.scheduler;

import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What both endpoints do with answers. */
final class Replies {

    /** For callers that set no deadline, as only this process can. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Replies() {}

    /** How long the caller waits. */
    static Duration patience() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? PATIENCE
                : Duration.ofNanos(Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }

    /** The run that a decision leaves. */
    static StoredRun run(RunDecision decision) {
        return switch (decision) {
            case RunDecision.Become become -> become.run();
            case RunDecision.Stay stay -> stay.run();
            case RunDecision.Gone gone ->
                    throw new IllegalStateException("only who forgets a run makes it go");
            case RunDecision.Refuse refused -> throw new ProblemException(refused.problem());
        };
    }

    /** What is said is committed. */
    static <T> void durable(StreamObserver<T> answer, T message) {
        Failpoint.SCHEDULER_ANSWER_BEFORE.hit();
        plain(answer, message);
        Failpoint.SCHEDULER_ANSWER_AFTER.hit();
    }

    static <T> void plain(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
