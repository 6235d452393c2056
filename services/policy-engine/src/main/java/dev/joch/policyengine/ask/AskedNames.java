package dev.joch.policyengine.ask;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

/** The names of a question, which come from outside. */
public final class AskedNames {

    private AskedNames() {}

    /** Refuses what nothing has as its name and no table could keep. */
    public static void check(EvaluateRequest request) {
        check("tenant", request.getTenant());
        check("namespace", request.getNamespace());
        check("agent", request.getAgent());
        check("hook", request.getHook());
    }

    private static void check(String field, String name) {
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest(field, "a name has no control characters"));
        }
    }
}
