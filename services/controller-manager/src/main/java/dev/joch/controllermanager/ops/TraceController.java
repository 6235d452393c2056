package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.TraceSpec;

import java.time.Instant;

/** What a run did. Archived when its days are over and it is complete. */
public final class TraceController implements KindController {

    @Override
    public String kind() {
        return "Trace";
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        draft.is(
                "Synced",
                resolved,
                resolved ? "Observed" : "ReferenceMissing",
                resolved ? "" : "see ReferencesResolved");
        if (draft.phase().isEmpty()) {
            draft.phase("Recording");
        }
        int days = subject.spec(TraceSpec.class).getRetention().getDays();
        if (days == 0 || draft.phase().equals("Archived")) {
            return Look.at(draft);
        }
        Instant end = Retention.end(subject, days);
        if (end.isAfter(subject.now())) {
            return Look.at(draft).again(Retention.until(end, subject.now()));
        }
        if (draft.phase().equals("Complete")) {
            draft.phase("Archived")
                    .yes("RetentionOver", "DaysPassed", "kept for " + days + " days");
        }
        return Look.at(draft);
    }
}
