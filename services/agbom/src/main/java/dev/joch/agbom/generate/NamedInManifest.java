package dev.joch.agbom.generate;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Keys of what a manifest names; every name in it is resolved. */
final class NamedInManifest {

    private NamedInManifest() {}

    static Set<ResourceKey> keys(ResourceKey agent, CompiledAgentManifestSpec manifest) {
        String tenant = agent.getTenant();
        Set<ResourceKey> keys = new HashSet<>();
        keys.add(
                ResourceKeys.of(
                        tenant, "FrameworkAdapter", "", manifest.getFramework().getAdapter()));
        ManifestModelRoute route = manifest.getModelRoute();
        if (!route.getName().isEmpty()) {
            keys.add(ResourceKeys.of(tenant, "ModelRoute", route.getNamespace(), route.getName()));
        }
        Stream.concat(Stream.of(route.getPrimary()), route.getFallbackList().stream())
                .filter(model -> !model.isEmpty())
                .map(model -> model.substring(model.indexOf(':') + 1))
                .forEach(model -> keys.add(ResourceKeys.of(tenant, "Model", "", model)));
        manifest.getToolsList()
                .forEach(tool ->
                        keys.add(
                                ResourceKeys.of(
                                        tenant, "Tool", tool.getNamespace(), tool.getName())));
        manifest.getMcpServersList()
                .forEach(server ->
                        keys.add(
                                ResourceKeys.of(
                                        tenant,
                                        "MCPServer",
                                        server.getNamespace(),
                                        server.getName())));
        manifest.getMemoriesMap()
                .values()
                .forEach(memory ->
                        keys.add(
                                ResourceKeys.of(
                                        tenant,
                                        "Memory",
                                        memory.getNamespace(),
                                        memory.getName())));
        manifest.getRagRefsList()
                .forEach(index ->
                        keys.add(
                                ResourceKeys.of(
                                        tenant, "RAG", index.getNamespace(), index.getName())));
        for (String resolved : manifest.getPolicies().getResolvedList()) {
            String placed = resolved.replaceAll("@[^@]*$", "");
            int slash = placed.lastIndexOf('/');
            keys.addAll(
                    ResourceKeys.candidates(
                            tenant,
                            agent.getNamespace(),
                            "Policy",
                            slash < 0 ? "" : placed.substring(0, slash),
                            placed.substring(slash + 1)));
        }
        manifest.getHandoffs()
                .getAllowedAgentsList()
                .forEach(name ->
                        keys.addAll(
                                ResourceKeys.candidates(
                                        tenant, agent.getNamespace(), "Agent", "", name)));
        return keys;
    }
}
