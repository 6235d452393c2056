package dev.joch.policyengine.judge;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policyengine.ask.AskedNames;
import dev.joch.policyengine.ask.Inquiry;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.exception.RulesOutOfForce;
import dev.joch.policyengine.guard.AskGuardians;
import dev.joch.service.id.Ids;

/** Answers one question, and records the answer. */
public final class Evaluate {

    private final Copies copies;
    private final RulesOutOfForce outOfForce;
    private final AskGuardians guardians;
    private final RecordAnswer record;
    private final Ids ids;

    public Evaluate(
            Copies copies,
            RulesOutOfForce outOfForce,
            AskGuardians guardians,
            RecordAnswer record,
            Ids ids) {
        this.copies = copies;
        this.outOfForce = outOfForce;
        this.guardians = guardians;
        this.record = record;
        this.ids = ids;
    }

    public EvaluateResponse evaluate(EvaluateRequest request) {
        AskedNames.check(request);
        if (!copies.isReady()) {
            return Answers.closed(
                    "engine-starting",
                    "the policy engine has not read its policies yet; try again shortly");
        }
        Inquiry inquiry = Inquiry.of(request, copies);
        EvaluateResponse policy = Judge.judge(inquiry, outOfForce.of(request.getTenant()));
        if (request.getDryRun()) {
            return policy;
        }
        EvaluateResponse named = policy.toBuilder().setDecisionId(ids.nextText()).build();
        return record.granted(inquiry, named, guardians)
                .orElseGet(() -> record.recorded(inquiry, guardians.ask(inquiry, named)));
    }
}
