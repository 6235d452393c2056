package dev.joch.compiler.agent;

import dev.joch.policy.scope.AgentScope;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestPolicies;
import dev.joch.resource.v1alpha1.ManifestPolicy;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;

/** The policies that have a say, in order of evaluation. One that is missing is a warning (D9). */
final class PolicyPart {

    private PolicyPart() {}

    static void add(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        EffectivePolicies effective =
                EffectivePolicies.of(
                        new AgentScope(
                                scope.tenant(),
                                scope.namespace(),
                                scope.agent().getMetadata().getLabelsMap(),
                                scope.spec().getPoliciesList(),
                                scope.environmentSpec(),
                                scope.teams()),
                        scope.reads());
        effective
                .policies()
                .forEach((key, policy) ->
                        scope.reads().saw(key, policy.getMetadata().getGeneration()));
        effective.missing().forEach((name, keys) -> missing(scope, name, keys));
        if (!effective.policies().isEmpty()) {
            ManifestPolicies.Builder policies = manifest.getPoliciesBuilder();
            policies.addAllResolved(effective.versions()).setCompiledDigest(effective.digest());
            effective
                    .policies()
                    .forEach((key, policy) ->
                            policies.addEffective(
                                    ManifestPolicy.newBuilder()
                                            .setName(key.getName())
                                            .setNamespace(key.getNamespace())
                                            .setGeneration(policy.getMetadata().getGeneration())
                                            .addAllFrom(
                                                    effective
                                                            .origins()
                                                            .getOrDefault(key, List.of()))));
        }
    }

    private static void missing(Scope scope, String name, List<ResourceKey> keys) {
        scope.reads().doubt(keys);
        String field = "spec.policies";
        for (int i = 0; i < scope.spec().getPoliciesCount(); i++) {
            if (scope.spec().getPolicies(i).getName().equals(name)) {
                field = "spec.policies[" + i + "].name";
            }
        }
        String who =
                field.endsWith(".name")
                        ? ""
                        : ", which Environment " + scope.environment() + " or a team names,";
        if (scope.reads().complete()) {
            scope.findings()
                    .warning(
                            Reason.POLICY_UNRESOLVED,
                            field,
                            "Policy "
                                    + name
                                    + who
                                    + " does not exist in "
                                    + String.join(
                                            " or ",
                                            keys.stream().map(ResourceKey::getNamespace).toList()),
                            "apply it; no run of the agent starts until it is there");
        } else {
            scope.findings()
                    .warning(
                            Reason.REFERENCE_NOT_IN_BATCH,
                            field,
                            "Policy " + name + who + " is not among these documents",
                            "add it to the documents, or compile on the server");
        }
    }
}
