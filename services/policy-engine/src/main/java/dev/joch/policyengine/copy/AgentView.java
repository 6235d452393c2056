package dev.joch.policyengine.copy;

import dev.joch.policy.decide.PolicySet;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What counts for an agent in an environment.
 *
 * @param known whether there is such an agent
 * @param teams that own its namespace
 * @param missing policies that somebody demands and that are not there
 * @param policyNames as {@code namespace/name}, in order
 * @param keepsRequests whether none of its policies forbids to keep what was asked
 */
public record AgentView(
        ResourceKey agent,
        boolean known,
        Map<String, String> labels,
        String environment,
        Optional<EnvironmentSpec> environmentSpec,
        List<String> teams,
        PolicySet policies,
        List<String> missing,
        List<String> policyNames,
        boolean keepsRequests) {

    /** Policies that have a say, as {@code name@vN}, in order. */
    public List<String> versions() {
        return policies.policies().stream()
                .map(policy -> policy.name() + "@" + policy.version())
                .toList();
    }
}
