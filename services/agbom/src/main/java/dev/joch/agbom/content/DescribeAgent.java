package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Map;
import java.util.Optional;

/** The bill of one agent, from what it is made of. Pure: the same ingredients, the same content. */
public final class DescribeAgent {

    private final RiskRules risks;

    /**
     * @param minTrust score below which a server is a risk, whatever its own record demands
     */
    public DescribeAgent(double minTrust) {
        this.risks = new RiskRules(minTrust);
    }

    public Content describe(Ingredients from) {
        CompiledAgentManifestSpec manifest = from.manifest();
        Draft draft = new Draft(from.agent().getNamespace());
        Item agent = agent(from);
        Frameworks.list(from, draft, agent.ref());
        Models.list(from, draft, agent.ref());
        McpServers.list(from, draft, agent.ref(), risks);
        Tools.list(from, draft, agent.ref());
        Knowledge.list(from, draft, agent.ref());
        Policies.list(from, draft, agent.ref(), risks);
        Secrets.list(from, draft, agent.ref());
        if (from.lists(Section.CAPABILITIES)) {
            others(from, draft, agent.ref());
        }
        Map<String, String> labels = manifest.getAgent().getLabelsMap();
        String owner =
                labels.getOrDefault(
                        "owner", labels.getOrDefault("team", from.agent().getNamespace()));
        return draft.finish(agent, owner);
    }

    private static Item agent(Ingredients from) {
        CompiledAgentManifestSpec manifest = from.manifest();
        String name = from.agent().getName();
        Entry entry =
                Entry.of(Shape.APPLICATION, "Agent", name)
                        .version(Long.toString(manifest.getAgent().getGeneration()))
                        .property("joch.tenant", from.agent().getTenant())
                        .property("joch.namespace", from.agent().getNamespace())
                        .property("joch.environment", manifest.getAgent().getEnvironment())
                        .property("joch.framework", manifest.getFramework().getFramework())
                        .property("joch.modelRoute", manifest.getModelRoute().getName())
                        .property("joch.entrypoint", manifest.getFramework().getEntrypoint())
                        .property("joch.pythonModule", manifest.getFramework().getPythonModule())
                        .property(
                                "joch.typescriptModule",
                                manifest.getFramework().getTypescriptModule());
        spec(from).ifPresent(spec -> entry.description(spec.getDescription()));
        return entry.as("urn:agent:" + name, name);
    }

    private static Optional<AgentSpec> spec(Ingredients from) {
        return from.find("Agent", from.agent().getNamespace(), from.agent().getName())
                .map(agent -> Ingredients.spec(agent, AgentSpec.class));
    }

    /** Agents that this one runs, or may hand a task to. */
    private static void others(Ingredients from, Draft draft, String agent) {
        spec(from)
                .ifPresent(spec -> {
                    for (Ref child : spec.getChildrenList()) {
                        other(from, draft, agent, child, "child");
                    }
                });
        for (String name : from.manifest().getHandoffs().getAllowedAgentsList()) {
            other(from, draft, agent, Ref.newBuilder().setName(name).build(), "handoff");
        }
    }

    private static void other(
            Ingredients from, Draft draft, String agent, Ref ref, String relation) {
        String here = from.agent().getNamespace();
        ObjectMeta found =
                from.find("Agent", here, ref)
                        .map(Resource::getMetadata)
                        .orElse(
                                ObjectMeta.newBuilder()
                                        .setName(ref.getName())
                                        .setNamespace(
                                                ref.getNamespace().isEmpty()
                                                        ? here
                                                        : ref.getNamespace())
                                        .build());
        String placed = draft.placed(found.getNamespace(), found.getName());
        String refText = "urn:agent:" + placed;
        draft.add(
                Entry.of(Shape.SERVICE, "Agent", found.getName())
                        .version(
                                found.getGeneration() == 0
                                        ? ""
                                        : Long.toString(found.getGeneration()))
                        .property("joch.relation", relation)
                        .as(refText, placed));
        draft.link(agent, refText);
    }
}
