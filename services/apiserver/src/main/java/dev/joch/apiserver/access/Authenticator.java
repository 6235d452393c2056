package dev.joch.apiserver.access;

import dev.joch.common.v1.Caller;

/**
 * Establishes who calls.
 *
 * <p>Answers a caller with subject, tenant, groups and method, or throws a {@link
 * dev.joch.service.problem.ProblemException} with an {@link AccessProblem}. It never answers an
 * anonymous caller, never takes longer than its time limits, and says nothing of the token in what
 * it throws or logs. The request id is the face's to add.
 */
public interface Authenticator {

    Caller authenticate(Credentials credentials);

    /** How long credentials that were found good stay so. */
    default TokenLife life(Credentials credentials) {
        return TokenLife.ENDLESS;
    }
}
