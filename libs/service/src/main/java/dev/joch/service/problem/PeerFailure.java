package dev.joch.service.problem;

import io.grpc.StatusRuntimeException;

/** A peer that did not answer, in words that name it. */
public final class PeerFailure {

    private PeerFailure() {}

    /**
     * A refusal by the peer stays what it is. A peer that breaks, or that does not know the
     * question, is away: it has not said yes.
     */
    public static RuntimeException of(String peer, StatusRuntimeException failure) {
        if (ProblemStatus.fromException(failure).isPresent()) {
            return failure;
        }
        return new ProblemException(
                switch (failure.getStatus().getCode()) {
                    case DEADLINE_EXCEEDED, CANCELLED -> new ServiceProblem.DeadlineExceeded(peer);
                    default -> new ServiceProblem.Unavailable(peer);
                },
                failure);
    }
}
