package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.rules.Resolution;

import java.util.List;
import java.util.Map;

/** What policy says of a batch. */
public interface Preflight {

    /**
     * Adds a finding for every refusal.
     *
     * @return by document, the policies that had a say
     */
    Map<Integer, List<String>> check(
            String tenant, List<Draft> drafts, Resolution resolution, Findings findings);
}
