package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import java.util.Set;

/** Somebody answers for what runs. */
public final class OwnerRule {

    private static final Set<String> KINDS = Set.of("Agent", "Deployment");

    private OwnerRule() {}

    public static void check(Draft draft, Findings findings) {
        var labels = draft.metadata().getLabelsMap();
        boolean owned =
                !labels.getOrDefault("owner", "").isEmpty() || !labels.getOrDefault("team", "").isEmpty();
        if (KINDS.contains(draft.resource().getKind()) && !owned) {
            findings.error(
                    draft,
                    Reason.OWNER_MISSING,
                    "metadata.labels",
                    "nobody is named who answers for this " + draft.resource().getKind(),
                    "add the label owner or team");
        }
    }
}
