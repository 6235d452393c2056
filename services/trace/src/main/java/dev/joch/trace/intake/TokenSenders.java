package dev.joch.trace.intake;

import dev.joch.service.identity.IdentityProblem;
import dev.joch.service.identity.IdentityProblem.RunCause;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokenCheck;
import dev.joch.service.mesh.MeshGuard;
import dev.joch.service.problem.ProblemException;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.span.RunKey;

/**
 * Runs by the tokens that the scheduler has signed, services by those of the mesh.
 *
 * <p>A run whose lease is over may still send what it has seen: its token says no longer than
 * minutes whose spans they are.
 */
public final class TokenSenders implements Senders {

    private final RunTokenCheck runs;
    private final MeshGuard services;

    public TokenSenders(RunTokenCheck runs, MeshGuard services) {
        this.runs = runs;
        this.services = services;
    }

    @Override
    public Sender of(String bearer) {
        if (bearer.isEmpty()) {
            throw new ProblemException(new TraceProblem.SenderUnknown());
        }
        try {
            RunIdentity run = runs.check(bearer);
            return new Sender.Workload(
                    new RunKey(run.tenant(), run.namespace(), run.name()), run.agent());
        } catch (ProblemException e) {
            if (e.problem() instanceof IdentityProblem.RunRefused refused
                    && refused.cause() == RunCause.RUN_TOKEN_MALFORMED) {
                return service(bearer);
            }
            throw e;
        }
    }

    /** What is no token of a run may be one of a service. */
    private Sender service(String bearer) {
        return services.service(bearer)
                .<Sender>map(Sender.Service::new)
                .orElseThrow(() -> new ProblemException(new TraceProblem.SenderUnknown()));
    }
}
