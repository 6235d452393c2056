package dev.joch.controllermanager.runtime;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;

/** A record of a run. Whoever runs it moves it; here it is said whether what it names is there. */
public final class RunRecordController implements KindController {

    private final String kind;

    public RunRecordController(String kind) {
        this.kind = kind;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        draft.synced(ValidateReferences.into(draft, subject.references()));
        if (draft.phase().isEmpty()) {
            draft.phase("Pending");
        }
        return Look.at(draft);
    }
}
