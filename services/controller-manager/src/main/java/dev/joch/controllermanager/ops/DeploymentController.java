package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;

/** Which agent runs where. The rollout says how far it is. */
public final class DeploymentController implements KindController {

    @Override
    public String kind() {
        return "Deployment";
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
                resolved && draft.phase().equals("Available"),
                resolved ? draft.phase() : reason,
                resolved ? "phase by the rollout" : "see ReferencesResolved");
        return Look.at(draft);
    }

    /** What the service said stays; what we said ourselves is over. */
    private static boolean ours(StatusDraft draft) {
        return draft.reason("Stalled").equals("ReferenceMissing");
    }
}
