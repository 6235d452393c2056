package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.ArtifactSpec;

import java.time.Instant;

/** What a run made. Expires when its days are over. */
public final class ArtifactController implements KindController {

    @Override
    public String kind() {
        return "Artifact";
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
            draft.phase("Pending");
        }
        int days = subject.spec(ArtifactSpec.class).getRetention().getDays();
        if (days == 0 || draft.phase().equals("Expired")) {
            return Look.at(draft);
        }
        Instant end = Retention.end(subject, days);
        if (end.isAfter(subject.now())) {
            return Look.at(draft).again(Retention.until(end, subject.now()));
        }
        if (!draft.phase().isEmpty()) {
            draft.phase("Expired").yes("RetentionOver", "DaysPassed", "kept for " + days + " days");
        }
        return Look.at(draft);
    }
}
