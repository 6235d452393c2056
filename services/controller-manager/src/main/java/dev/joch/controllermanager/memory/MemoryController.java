package dev.joch.controllermanager.memory;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;

/** What agents remember, and where. Ready when everything that it names is there. */
public final class MemoryController implements KindController {

    @Override
    public String kind() {
        return "Memory";
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        draft.phase(resolved ? "Ready" : "Failed").declared(resolved);
        return Look.at(draft);
    }
}
