package dev.joch.trace.intake;

/** Knows senders by what they show. */
@FunctionalInterface
public interface Senders {

    /**
     * Whose token it is.
     *
     * @param bearer without its scheme; empty when none came
     * @throws dev.joch.service.problem.ProblemException for a token that proves nothing
     */
    Sender of(String bearer);
}
