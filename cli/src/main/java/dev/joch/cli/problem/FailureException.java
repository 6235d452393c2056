package dev.joch.cli.problem;

import org.jspecify.annotations.Nullable;

/** Carries a failure up to where it is printed. */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public FailureException(Failure failure) {
        this(failure, null);
    }

    public FailureException(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    public static FailureException usage(String message, String fix) {
        return new FailureException(new Failure.Usage(message, fix));
    }

    public static FailureException local(String reason, String message, String fix) {
        return new FailureException(new Failure.Local(reason, message, fix));
    }
}
