package dev.joch.policyengine.judge;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policyengine.ask.Inquiry;
import dev.joch.policyengine.guard.AskGuardians;
import dev.joch.policyengine.record.DecisionRecords;
import dev.joch.policyengine.record.DecisionRecords.Decided;
import dev.joch.policyengine.record.RecordDecisions;
import dev.joch.policyengine.store.DecisionStore.Entry;
import dev.joch.policyengine.store.ExceptionStore;
import dev.joch.service.database.StatementRefused;
import dev.joch.service.problem.ProblemException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/**
 * Puts an answer on record before it leaves. What lets something pass in spite of policy uses up
 * its grant in the same transaction.
 */
public final class RecordAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(RecordAnswer.class);

    private final ExceptionStore exceptions;
    private final DecisionRecords entries;
    private final RecordDecisions records;

    public RecordAnswer(
            ExceptionStore exceptions, DecisionRecords entries, RecordDecisions records) {
        this.exceptions = exceptions;
        this.entries = entries;
        this.records = records;
    }

    /**
     * One call that somebody has granted passes, whatever policy says; what guardians say counts.
     *
     * @return empty when there is no grant for it, or a guardian denies it all the same
     */
    Optional<EvaluateResponse> granted(
            Inquiry inquiry, EvaluateResponse policy, AskGuardians guardians) {
        if (policy.getDecision() != Decision.DECISION_DENY
                && policy.getDecision() != Decision.DECISION_ASK) {
            return Optional.empty();
        }
        try {
            if (!exceptions.grantedTo(inquiry.request())) {
                return Optional.empty();
            }
            EvaluateResponse passing = guardians.ask(inquiry, passing(policy));
            return passing.getDecision() == Decision.DECISION_DENY
                    ? Optional.empty()
                    : exceptions
                            .use(
                                    inquiry.request(),
                                    policy.getDecisionId(),
                                    grant ->
                                            entries.entry(
                                                    entries.decided(inquiry, by(grant, passing))))
                            .map(grant -> by(grant, passing));
        } catch (ProblemException | StatementRefused e) {
            LOG.warn("grants cannot be read; policy holds", e);
            return Optional.empty();
        }
    }

    private static EvaluateResponse passing(EvaluateResponse policy) {
        return policy.toBuilder()
                .setDecision(
                        policy.hasModifiedPayload()
                                ? Decision.DECISION_MODIFY
                                : Decision.DECISION_ALLOW)
                .clearObligations()
                .setReason("break-glass")
                .build();
    }

    private static EvaluateResponse by(String grant, EvaluateResponse passing) {
        return passing.toBuilder()
                .setMessage("Let through once by grant " + grant + ".")
                .setBreakGlassGrant(grant)
                .build();
    }

    EvaluateResponse recorded(Inquiry inquiry, EvaluateResponse answer) {
        Decided decided = entries.decided(inquiry, answer);
        if (answer.getDecision() == Decision.DECISION_ALLOW) {
            return records.writeLater(() -> entries.entry(decided)) || !inquiry.strict()
                    ? answer
                    : unrecorded();
        }
        Entry entry = entries.entry(decided);
        try {
            records.write(entry);
            return answer;
        } catch (RuntimeException e) {
            // who is asked answers, whatever keeps the record from being written
            LOG.warn("a decision cannot be recorded", e);
            if (answer.getDecision() == Decision.DECISION_DENY) {
                // a denial holds; its record follows, once, when there is room and a database
                records.writeLater(() -> entry);
                return answer;
            }
            return inquiry.strict() ? unrecorded() : answer;
        }
    }

    private static EvaluateResponse unrecorded() {
        return Answers.closed(
                "records-away", "decisions cannot be recorded at the moment; try again shortly");
    }
}
