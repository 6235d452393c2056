package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;

/** Somebody answers for every agent, and so for whatever runs it. */
public final class OwnerRule {

    private static final String KIND = "Agent";

    private OwnerRule() {}

    public static void check(Draft draft, Findings findings) {
        var labels = draft.metadata().getLabelsMap();
        boolean owned =
                !labels.getOrDefault("owner", "").isEmpty()
                        || !labels.getOrDefault("team", "").isEmpty();
        if (draft.resource().getKind().equals(KIND) && !owned) {
            findings.error(
                    draft,
                    Reason.OWNER_MISSING,
                    "metadata.labels",
                    "nobody is named who answers for this " + KIND,
                    "add metadata.labels.owner or metadata.labels.team");
        }
    }
}
