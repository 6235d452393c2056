package dev.joch.apiserver.rest;

import dev.joch.apiserver.access.Authenticator;
import dev.joch.apiserver.access.Credentials;
import dev.joch.apiserver.access.RefusedCalls;
import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.service.problem.ProblemException;

/** Calls to services that are not there yet. Only who is known is told so. */
public final class PlannedCalls {

    private final Authenticator authenticator;
    private final RefusedCalls refusals;

    public PlannedCalls(Authenticator authenticator, RefusedCalls refusals) {
        this.authenticator = authenticator;
        this.refusals = refusals;
    }

    ProblemException refuse(HttpRequestHead head, String service, String requestId) {
        try {
            authenticator.authenticate(Credentials.fromHeader(head.headers().get("authorization")));
        } catch (ProblemException e) {
            String peer = head.peer().toString().replaceFirst("^.*/", "");
            refusals.refused(head.method(), head.path(), requestId, peer, e.problem());
            return e;
        }
        return new ProblemException(new RestProblem.NotImplementedYet(service));
    }
}
