package dev.joch.service.problem;

import org.jspecify.annotations.Nullable;

/** A problem on its way up. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** The cause is for the log only. */
    public ProblemException(Problem problem, @Nullable Throwable cause) {
        // a refusal is an answer, not an accident: without a cause it needs no stack
        super(problem.reason() + ": " + problem.message(), cause, false, cause != null);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
