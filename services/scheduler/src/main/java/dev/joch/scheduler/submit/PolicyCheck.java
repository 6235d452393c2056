package dev.joch.scheduler.submit;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.compiler.v1.Dependency;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a manifest was made while a policy that should have a say was missing. Pure.
 *
 * <p>A manifest names every key that was looked at, with generation 0 where nothing was: a policy
 * is missing when it was found under none of the keys of its name.
 */
final class PolicyCheck {

    private static final String KIND = "Policy";

    private PolicyCheck() {}

    /** The first policy that is missing. */
    static Optional<String> unresolved(Resource agent, Manifest manifest) {
        Map<String, Long> byName = new TreeMap<>();
        Map<ResourceKey, Long> byKey = new HashMap<>();
        for (Dependency dependency : manifest.getDependenciesList()) {
            ResourceKey key = dependency.getKey();
            if (key.getKind().equals(KIND)) {
                byName.merge(key.getName(), dependency.getGeneration(), Math::max);
                byKey.put(
                        ResourceKeys.of(key.getTenant(), KIND, key.getNamespace(), key.getName()),
                        dependency.getGeneration());
            }
        }
        for (Map.Entry<String, Long> policy : byName.entrySet()) {
            if (policy.getValue() == 0) {
                return Optional.of(policy.getKey());
            }
        }
        // a namesake elsewhere, found for somebody else, does not stand in for what the agent names
        for (Ref named : policies(agent)) {
            boolean found =
                    ResourceKeys.candidates(
                                    agent.getMetadata().getTenant(),
                                    agent.getMetadata().getNamespace(),
                                    KIND,
                                    named.getNamespace(),
                                    named.getName())
                            .stream()
                            .anyMatch(key -> byKey.getOrDefault(key, 0L) > 0);
            if (!found) {
                return Optional.of(named.getName());
            }
        }
        return Optional.empty();
    }

    private static Iterable<Ref> policies(Resource agent) {
        try {
            return agent.getSpec().unpack(AgentSpec.class).getPoliciesList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored agent cannot be read", e);
        }
    }
}
