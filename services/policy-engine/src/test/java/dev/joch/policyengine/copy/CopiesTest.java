package dev.joch.policyengine.copy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;

import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What counts for an agent, from copies alone. */
final class CopiesTest {

    private final Copies copies = new Copies("dev");

    private static Resource record(String kind, String name, long version, Any spec, String tier) {
        Resource.Builder record = Resource.newBuilder().setKind(kind).setSpec(spec);
        record.getMetadataBuilder()
                .setTenant("acme")
                .setNamespace("ns")
                .setName(name)
                .setGeneration(version)
                .putLabels("tier", tier);
        return record.build();
    }

    private static Resource agent(String name, String tier) {
        return record("Agent", name, 1, Any.pack(AgentSpec.getDefaultInstance()), tier);
    }

    private static Resource policy(String name, long version, String tier) {
        PolicySpec.Builder spec = PolicySpec.newBuilder();
        if (!tier.isEmpty()) {
            spec.getAppliesToBuilder()
                    .getAgentsBuilder()
                    .getSelectorBuilder()
                    .putMatchLabels("tier", tier);
        }
        return record("Policy", name, version, Any.pack(spec.build()), "");
    }

    private static ResourceKey key(String agent) {
        return ResourceKeys.of("acme", "Agent", "ns", agent);
    }

    private List<String> policies(String agent) {
        return copies.view(key(agent), "").policies().policies().stream()
                .map(CompiledPolicy::name)
                .toList();
    }

    @Test
    void aPolicyCountsWhileItSelects() {
        copies.take(agent("a", "gold"));
        copies.take(policy("p", 1, "gold"));
        copies.take(policy("q", 1, "silver"));
        assertThat(policies("a")).containsExactly("p");
        copies.take(policy("q", 2, "gold"));
        assertThat(policies("a")).containsExactly("p", "q");
        copies.take(policy("p", 2, ""));
        assertThat(policies("a")).containsExactly("q");
        copies.remove(ResourceKeys.of("acme", "Policy", "ns", "q"));
        assertThat(policies("a")).isEmpty();
    }

    @Test
    void agentsWithTheSamePoliciesShareOneSet() {
        copies.take(agent("a", "gold"));
        copies.take(agent("b", "gold"));
        copies.take(agent("c", "silver"));
        copies.take(policy("p", 1, "gold"));
        assertThat(copies.view(key("a"), "").policies())
                .isSameAs(copies.view(key("b"), "").policies())
                .isNotSameAs(copies.view(key("c"), "").policies());
    }

    @Test
    void namesThatACallerMadeUpAreNotRemembered() {
        copies.take(agent("a", "gold"));
        assertThat(copies.view(key("a"), "")).isSameAs(copies.view(key("a"), ""));
        assertThat(copies.view(key("x"), "")).isNotSameAs(copies.view(key("x"), ""));
        assertThat(copies.view(key("a"), "x")).isNotSameAs(copies.view(key("a"), "x"));
    }
}
