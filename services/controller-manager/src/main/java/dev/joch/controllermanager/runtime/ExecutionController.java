package dev.joch.controllermanager.runtime;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;

/** A run. Scheduler and worker move it; a run without its agent is seen. */
public final class ExecutionController implements KindController {

    @Override
    public String kind() {
        return "Execution";
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        if (draft.phase().isEmpty()) {
            draft.phase("Pending");
        }
        draft.is(
                "Synced",
                resolved,
                resolved ? "Observed" : "ReferenceMissing",
                resolved ? "" : "see ReferencesResolved");
        return Look.at(draft);
    }
}
