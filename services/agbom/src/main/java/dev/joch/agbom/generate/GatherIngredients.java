package dev.joch.agbom.generate;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.agbom.AgBomProblem;
import dev.joch.agbom.content.Ingredients;
import dev.joch.agbom.content.Section;
import dev.joch.agbom.content.Settings;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.compiler.v1.Dependency;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.References;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a bill is made from: the newest manifest, and the resources that it and they name.
 *
 * <p>A point read sees what its replica of the store has; whoever was woken by a revision says
 * which one, and is told when the store has not come so far.
 */
final class GatherIngredients {

    /** A retrieval source names its documents, they name a secret: nothing is deeper. */
    private static final int MOST_ROUNDS = 4;

    private static final Set<String> DESCRIBED =
            Set.of(
                    "Agent",
                    "FrameworkAdapter",
                    "KnowledgeSource",
                    "MCPServer",
                    "Memory",
                    "Model",
                    "ModelRoute",
                    "Policy",
                    "RAG",
                    "Tool");

    private final Manifests manifests;
    private final BillRecords records;
    private final StoreCatalogue catalogue;
    private final boolean signs;

    /**
     * @param signs whether what nobody decided is signed
     */
    GatherIngredients(
            Manifests manifests, BillRecords records, StoreCatalogue catalogue, boolean signs) {
        this.manifests = manifests;
        this.records = records;
        this.catalogue = catalogue;
        this.signs = signs;
    }

    /**
     * What was gathered.
     *
     * @param manifestDigest of the manifest in it
     * @param agentThere whether the agent's record still exists
     */
    record Gathered(Ingredients ingredients, String manifestDigest, boolean agentThere) {}

    /**
     * @param least revision of the store that must have been seen
     */
    Gathered gather(ResourceKey agent, long least) {
        Manifest manifest = manifests.newest(agent);
        CompiledAgentManifestSpec spec = spec(manifest.getResource());
        List<ResourceKey> bills = records.of(agent);
        Set<ResourceKey> asked = new HashSet<>(bills);
        asked.add(agent);
        for (Dependency dependency : manifest.getDependenciesList()) {
            if (DESCRIBED.contains(dependency.getKey().getKind())) {
                asked.add(dependency.getKey().toBuilder().setTenant(agent.getTenant()).build());
            }
        }
        asked.addAll(NamedInManifest.keys(agent, spec));
        StoreCatalogue.Seen seen = catalogue.look(asked);
        if (seen.revision() < least) {
            throw new ProblemException(new AgBomProblem.StoreBehind(least, seen.revision()));
        }
        Map<ResourceKey, Resource> found = new HashMap<>(seen.resources());
        Settings settings = settings(bills, found);
        bills.forEach(found::remove);
        followReferences(agent, settings, asked, found);
        return new Gathered(
                new Ingredients(agent, spec, found, settings),
                manifest.getDigest(),
                found.containsKey(agent));
    }

    private void followReferences(
            ResourceKey agent,
            Settings settings,
            Set<ResourceKey> asked,
            Map<ResourceKey, Resource> found) {
        Map<ResourceKey, Resource> fresh = Map.copyOf(found);
        for (int round = 0; round < MOST_ROUNDS && !fresh.isEmpty(); round++) {
            Set<ResourceKey> next = new HashSet<>();
            fresh.forEach((key, resource) -> {
                // other agents have bills of their own
                if (!key.getKind().equals("Agent") || key.equals(agent)) {
                    references(agent, resource, settings, next);
                }
            });
            next.removeAll(asked);
            asked.addAll(next);
            fresh = catalogue.find(next);
            found.putAll(fresh);
        }
    }

    private static void references(
            ResourceKey agent, Resource resource, Settings settings, Set<ResourceKey> next) {
        for (Reference reference : References.of(resource)) {
            boolean wanted =
                    DESCRIBED.contains(reference.kind())
                            || (reference.kind().equals("Secret")
                                    && settings.sections().contains(Section.SECRETS));
            // who may call a tool is no part of it
            if (wanted && !(reference.kind().equals("Agent") && !isAgent(resource, agent))) {
                next.addAll(
                        ResourceKeys.candidates(
                                agent.getTenant(),
                                resource.getMetadata().getNamespace(),
                                reference));
            }
        }
    }

    private static boolean isAgent(Resource resource, ResourceKey agent) {
        return ResourceKeys.of(resource).equals(agent);
    }

    private Settings settings(List<ResourceKey> bills, Map<ResourceKey, Resource> found) {
        for (ResourceKey bill : bills) {
            Resource record = found.get(bill);
            if (record != null) {
                try {
                    return Settings.of(record.getSpec().unpack(AgBOMSpec.class), signs);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalArgumentException(
                            ResourceKeys.text(bill) + " is of another kind inside", e);
                }
            }
        }
        return Settings.standard(signs);
    }

    private static CompiledAgentManifestSpec spec(Resource manifest) {
        try {
            return manifest.getSpec().unpack(CompiledAgentManifestSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    manifest.getMetadata().getName() + " is no manifest inside", e);
        }
    }
}
