package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;

/** A measurement of an agent. Whoever runs it says what came out. */
public final class EvalController implements KindController {

    @Override
    public String kind() {
        return "Eval";
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        String reason = draft.reason("ReferencesResolved");
        if (!resolved) {
            draft.phase("Failed");
        } else if (draft.phase().isEmpty() || draft.phase().equals("Failed") && ours(draft)) {
            draft.phase("Pending");
        }
        draft.ready(
                resolved && draft.phase().equals("Passed"),
                resolved ? draft.phase() : reason,
                resolved ? "phase by the service that runs it" : "see ReferencesResolved");
        return Look.at(draft);
    }

    /** What the service said stays; what we said ourselves is over. */
    private static boolean ours(StatusDraft draft) {
        return draft.reason("Stalled").equals("ReferenceMissing");
    }
}
