package dev.joch.admission.rules;

import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.kind.Nearest;

import java.util.Set;
import java.util.TreeSet;

/**
 * A mistyped label {@code env} would take a resource out of the rules of the environment that it is
 * meant for.
 */
public final class EnvironmentRule {

    private static final String LABEL = "env";

    /** Words that everybody uses, whether or not somebody has described them. */
    private static final Set<String> USUAL = Set.of("dev", "staging", "prod");

    private final String tenant;
    private final Resolution resolution;
    private final boolean complete;
    private final Set<String> known = new TreeSet<>(USUAL);

    /**
     * @param standard the environment of whatever names none
     * @param complete whether what the resolution does not know does not exist
     */
    public EnvironmentRule(
            String tenant, String standard, Resolution resolution, boolean complete) {
        this.tenant = tenant;
        this.resolution = resolution;
        this.complete = complete;
        known.add(standard);
        known.addAll(resolution.namesInBatch("Environment"));
    }

    public void check(Draft draft, Findings findings) {
        String named = draft.metadata().getLabelsOrDefault(LABEL, "");
        // a Deployment's environment is a reference, and is judged as one
        if (named.isEmpty() || known.contains(named) || !named.equals(draft.environment())) {
            return;
        }
        boolean described =
                resolution.find(EnvironmentPreflight.environmentKey(tenant, named)).isPresent();
        if (complete && !described) {
            findings.warning(
                    draft,
                    Reason.ENVIRONMENT_UNKNOWN,
                    "metadata.labels." + LABEL,
                    "there is no Environment " + Words.shortened(named) + ": no rules apply",
                    Words.didYouMean(Nearest.to(named, known))
                            + "apply the Environment, or name another");
        }
    }
}
