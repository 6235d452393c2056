package dev.joch.controllermanager.runtime;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;

/** What a conversation is continued from. The conversation store moves it. */
public final class StateCheckpointController implements KindController {

    @Override
    public String kind() {
        return "StateCheckpoint";
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
