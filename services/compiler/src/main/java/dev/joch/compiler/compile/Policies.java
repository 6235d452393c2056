package dev.joch.compiler.compile;

import dev.joch.policy.scope.AgentScope;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ManifestPolicies;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;

/** Policies of an agent as {@code name@vN}, with a digest of what they say. */
final class Policies {

    /** Where the policy engine keeps the compiled form, by its digest. */
    private static final String KEPT_AT = "policy-engine://";

    private Policies() {}

    static ManifestPolicies compile(
            Desk desk,
            ObjectMeta metadata,
            AgentSpec agent,
            Optional<EnvironmentSpec> environment,
            SortedMap<String, TeamSpec> teams) {
        EffectivePolicies effective =
                EffectivePolicies.of(
                        new AgentScope(
                                desk.tenant(),
                                desk.namespace(),
                                metadata.getLabelsMap(),
                                agent.getPoliciesList(),
                                environment,
                                teams),
                        desk);
        effective.policies().values().forEach(desk::seen);
        effective
                .missing()
                .forEach((name, places) ->
                        desk.warn(
                                "spec.policies",
                                "POLICY_UNRESOLVED",
                                "Policy `" + name + "` is not there; no run starts until it is",
                                "apply it, or take it out of the agent, its environment or team"));
        ManifestPolicies.Builder manifest =
                ManifestPolicies.newBuilder().addAllResolved(effective.versions());
        if (!effective.policies().isEmpty()) {
            String digest = digest(effective);
            manifest.setCompiledDigest(digest).setCompiledRef(KEPT_AT + digest);
        }
        return manifest.build();
    }

    private static String digest(EffectivePolicies effective) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Resource policy : effective.policies().values()) {
            bytes.writeBytes(EffectivePolicies.version(policy).getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(policy.getSpec().getValue().toByteArray());
        }
        return SchemaDigest.sha256(bytes.toByteArray());
    }
}
