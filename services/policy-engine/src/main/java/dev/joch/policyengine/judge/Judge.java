package dev.joch.policyengine.judge;

import dev.joch.policy.rule.RuleId;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policyengine.ask.Inquiry;

import java.util.function.Predicate;

/** What policy says. Where something that belongs to the decision is away, it says no. */
public final class Judge {

    private Judge() {}

    /**
     * @param outOfForce rules that are not to be asked now
     */
    public static EvaluateResponse judge(Inquiry inquiry, Predicate<RuleId> outOfForce) {
        if (!inquiry.view().known() && inquiry.strict()) {
            return Answers.closed(
                    "agent-unknown",
                    "there is no agent "
                            + inquiry.request().getNamespace()
                            + "/"
                            + inquiry.request().getAgent()
                            + "; nothing that leaves traces elsewhere is allowed to it");
        }
        if (!inquiry.view().missing().isEmpty() && inquiry.strict()) {
            return Answers.closed(
                    "policy-unresolved",
                    "policies "
                            + inquiry.view().missing()
                            + " are demanded and not there; apply them");
        }
        if (inquiry.callsUnknownClass()) {
            return Answers.closed(
                    "tool-class-unknown",
                    "nobody knows the class of this tool's side effect; apply its Tool resource,"
                            + " or send the fact tool.sideEffect");
        }
        return Answers.of(
                inquiry.view().policies().decide(inquiry.question(), outOfForce),
                inquiry.view().policies().digest());
    }
}
