package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What documents of one batch may not do to one another, and to other tenants. */
public final class BatchRules {

    private BatchRules() {}

    public static void check(String tenant, List<Draft> drafts, Findings findings) {
        Map<ResourceKey, Draft> first = new HashMap<>();
        for (Draft draft : drafts) {
            String named = draft.given().getMetadata().getTenant();
            if (!named.isEmpty() && !named.equals(tenant)) {
                findings.error(
                        draft,
                        Reason.CROSS_TENANT,
                        "metadata.tenant",
                        "a document cannot name a tenant other than yours",
                        "remove metadata.tenant");
            }
            Draft before = first.putIfAbsent(draft.key(), draft);
            if (before != null && !draft.name().isEmpty()) {
                findings.error(
                        draft,
                        Reason.DUPLICATE_RESOURCE,
                        "metadata.name",
                        "document "
                                + (before.document() + 1)
                                + " describes "
                                + draft.label()
                                + " already",
                        "keep one of them");
            }
        }
    }
}
