package dev.joch.service.problem;

import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a failure that somebody recovers from is told in the log.
 *
 * <p>Where a peer is away the stack says nothing that the line does not, and it would be there for
 * every call until the peer is back. Everything else has its stack.
 */
public final class FailureLog {

    private static final int MOST_CAUSES = 20;

    private FailureLog() {}

    /** One line about a peer that does not answer, a line and a stack about all else. */
    public static void warn(Logger log, String what, Throwable failure) {
        @Nullable StatusRuntimeException peer = peer(failure);
        if (peer == null) {
            log.warn("{}", what, failure);
        } else {
            log.warn("{}: {} ({})", what, failure.getMessage(), origin(peer));
        }
    }

    private static @Nullable StatusRuntimeException peer(Throwable failure) {
        if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        return failure instanceof ProblemException known
                        && known.getCause() instanceof StatusRuntimeException status
                ? status
                : null;
    }

    private static String origin(Throwable failure) {
        Throwable origin = failure;
        for (int depth = 0; depth < MOST_CAUSES; depth++) {
            @Nullable Throwable cause = origin.getCause();
            if (cause == null) {
                break;
            }
            origin = cause;
        }
        @Nullable String message = origin.getMessage();
        return message == null ? origin.getClass().getSimpleName() : message;
    }
}
