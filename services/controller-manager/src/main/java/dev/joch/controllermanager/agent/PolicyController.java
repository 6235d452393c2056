package dev.joch.controllermanager.agent;

import dev.joch.common.v1.Diagnostic;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.policy.v1.Distributed;
import dev.joch.policy.v1.GetPolicyUseResponse;
import dev.joch.resource.v1alpha1.PolicyStatus;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.time.Duration;
import java.util.List;

/** A policy: the engine has to have it, and says whether it compiles and how it is used. */
public final class PolicyController implements KindController {

    private final EngineDoor engine;
    private final Duration countersEvery;

    /**
     * @param countersEvery how often the counters are brought up to date
     */
    public PolicyController(EngineDoor engine, Duration countersEvery) {
        this.engine = engine;
        this.countersEvery = countersEvery;
    }

    @Override
    public String kind() {
        return "Policy";
    }

    @Override
    public Look look(Subject subject) {
        Distributed distributed = engine.distribute(subject.resource());
        GetPolicyUseResponse use = engine.use(subject.key());
        StatusDraft draft = subject.draft();
        ValidateReferences.into(draft, subject.references());
        PolicyStatus.Builder fields = draft.fields(PolicyStatus.Builder.class);
        fields.setEvaluations7D(use.getEvaluations())
                .setDenials7D(use.getDenials())
                .setModifications7D(use.getModifications());
        if (use.hasLastEvaluatedAt()) {
            fields.setLastEvaluatedAt(use.getLastEvaluatedAt());
        }
        judge(draft, distributed, use.getDisabledCount());
        // not all at once: they were applied together, too
        long spread = Math.floorMod(subject.key().hashCode(), countersEvery.toMillis() / 4 + 1);
        return Look.at(draft).again(countersEvery.plusMillis(spread));
    }

    static void judge(StatusDraft draft, Distributed distributed, int disabledRules) {
        List<String> errors =
                distributed.getDiagnosticsList().stream()
                        .filter(found ->
                                found.getSeverity() != Diagnostic.Severity.SEVERITY_WARNING)
                        .map(found -> found.getField() + ": " + found.getMessage())
                        .toList();
        draft.yes("Distributed", "Distributed", "the policy engine has this generation");
        if (!errors.isEmpty()) {
            String words = ValidateReferences.words(errors);
            draft.no("Compiled", "RuleInvalid", words)
                    .phase("Failed")
                    .ready(false, "RuleInvalid", "it denies what it would have judged: " + words);
            return;
        }
        draft.yes("Compiled", "Compiled", distributed.getCompiledDigest());
        draft.is(
                "RulesInForce",
                disabledRules == 0,
                disabledRules == 0 ? "AllInForce" : "RuleDisabled",
                disabledRules == 0 ? "" : disabledRules + " of its rules do not hold for a while");
        draft.phase(disabledRules == 0 ? "Ready" : "Suspended").ready(true, "Distributed", "");
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        engine.remove(key, revision);
    }
}
