package dev.joch.admission.review;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.Deadline;

/** Nobody reads a verdict that comes after the caller has gone. */
public final class TimeLeft {

    private TimeLeft() {}

    /** Ends the review when its caller waits no more. Without a call there is no such time. */
    public static void require() {
        Deadline deadline = Context.current().getDeadline();
        if ((deadline != null && deadline.isExpired()) || Context.current().isCancelled()) {
            throw new ProblemException(new ServiceProblem.DeadlineExceeded("the review"));
        }
    }
}
