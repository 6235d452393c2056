package dev.joch.compiler.compile;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;

import dev.joch.compiler.compile.Desk.Found;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.BudgetSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.ManifestMemory;
import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.ManifestObservability;
import dev.joch.resource.v1alpha1.ManifestRAG;
import dev.joch.resource.v1alpha1.MemorySpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.RAGSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the manifest of an agent in an environment: the walk through everything that it names, in
 * the order of the manifest.
 */
public final class CompileAgent {

    private static final String API_VERSION = "internal.joch.dev/v1";
    private static final String KIND = "CompiledAgentManifest";

    private final Endpoints endpoints;

    public CompileAgent(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * @param environment it is compiled for; need not be described by anybody
     */
    public Compilation compile(Resource agent, String environment, Shelf shelf) {
        Desk desk = new Desk(agent, shelf);
        CompiledAgentManifestSpec spec =
                spec(desk, agent.getMetadata(), Desk.spec(agent, AgentSpec.class), environment);
        if (desk.failed()) {
            return new Compilation.Refused(desk.findings(), desk.looks(), desk.revision());
        }
        CompiledAgentManifestSpec sparse = Sparse.of(spec);
        String digest = SchemaDigest.sha256(bytes(sparse));
        return new Compilation.Compiled(
                manifest(agent.getMetadata(), sparse.toBuilder().setDigest(digest).build()),
                digest,
                desk.findings(),
                desk.looks(),
                desk.revision());
    }

    /** {@code <agent>-g<generation>}. */
    public static String name(String agent, long generation) {
        return agent + "-g" + generation;
    }

    private static Resource manifest(ObjectMeta agent, CompiledAgentManifestSpec spec) {
        return Resource.newBuilder()
                .setApiVersion(API_VERSION)
                .setKind(KIND)
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(agent.getTenant())
                                .setNamespace(agent.getNamespace())
                                .setName(name(agent.getName(), agent.getGeneration())))
                .setSpec(
                        Any.newBuilder()
                                .setTypeUrl(
                                        "type.googleapis.com/"
                                                + spec.getDescriptorForType().getFullName())
                                .setValue(ByteString.copyFrom(bytes(spec))))
                .build();
    }

    private CompiledAgentManifestSpec spec(
            Desk desk, ObjectMeta metadata, AgentSpec agent, String environmentName) {
        Optional<EnvironmentSpec> environment =
                desk.at(
                                ResourceKeys.of(desk.tenant(), "Environment", "", environmentName),
                                EnvironmentSpec.class)
                        .map(Found::spec);
        SortedMap<String, TeamSpec> teams = teams(desk);
        CompiledAgentManifestSpec.Builder manifest =
                CompiledAgentManifestSpec.newBuilder()
                        .setAgent(agent(metadata, environmentName))
                        .setObservability(observability(agent));
        Optional<Adapter> adapter = Adapter.of(desk, agent);
        Optional<ManifestModelRoute> route =
                new Models(desk, agent, environment, environmentName).compile();
        route.ifPresent(manifest::setModelRoute);
        adapter.ifPresent(found -> {
            manifest.setFramework(found.manifest(agent));
            found.check(desk, agent, route);
            Tools tools =
                    new Tools(desk, found.toolGateway(endpoints), found.mcpGateway(endpoints));
            tools.compile(agent);
            manifest.addAllTools(tools.tools()).addAllMcpServers(tools.servers());
        });
        memories(desk, agent, manifest);
        rags(desk, agent, manifest);
        manifest.setPolicies(Policies.compile(desk, metadata, agent, environment, teams));
        if (agent.hasHandoffs()) {
            manifest.setHandoffs(agent.getHandoffs());
        }
        if (agent.hasBudgets()) {
            manifest.setBudgets(agent.getBudgets());
        }
        manifest.addAllBudgetRefs(budgets(desk, environment, teams));
        return manifest.build();
    }

    private static ManifestAgent agent(ObjectMeta metadata, String environment) {
        return ManifestAgent.newBuilder()
                .setName(metadata.getName())
                .setGeneration(metadata.getGeneration())
                .setNamespace(metadata.getNamespace())
                .setEnvironment(environment)
                .putAllLabels(metadata.getLabelsMap())
                .build();
    }

    private ManifestObservability observability(AgentSpec agent) {
        ManifestObservability.Builder manifest =
                ManifestObservability.newBuilder()
                        .setTraceEndpoint(endpoints.trace())
                        .setAbomEndpoint(endpoints.agbom())
                        .setTracing(agent.getObservability().getTracing())
                        .setAgbom(agent.getObservability().getAgbom());
        if (agent.getObservability().getRedactSensitiveData()) {
            manifest.setRedactSensitiveData(true);
        }
        return manifest.build();
    }

    private static SortedMap<String, TeamSpec> teams(Desk desk) {
        SortedMap<String, TeamSpec> teams = new TreeMap<>();
        for (Resource team : desk.teams()) {
            TeamSpec spec = Desk.spec(team, TeamSpec.class);
            if (spec.getNamespacesList().contains(desk.namespace())) {
                desk.seen(team);
                teams.put(team.getMetadata().getName(), spec);
            }
        }
        return teams;
    }

    private void memories(Desk desk, AgentSpec agent, CompiledAgentManifestSpec.Builder manifest) {
        new TreeMap<>(agent.getMemoriesMap())
                .forEach((role, ref) ->
                        desk.require(
                                        "spec.memories." + role + ".name",
                                        "Memory",
                                        MemorySpec.class,
                                        ref)
                                .ifPresent(memory ->
                                        manifest.putMemories(
                                                role,
                                                ManifestMemory.newBuilder()
                                                        .setEndpoint(endpoints.memory())
                                                        .setNamespace(memory.namespace())
                                                        .setName(memory.name())
                                                        .build())));
    }

    private void rags(Desk desk, AgentSpec agent, CompiledAgentManifestSpec.Builder manifest) {
        for (int i = 0; i < agent.getRagRefsCount(); i++) {
            desk.require("spec.ragRefs[" + i + "].name", "RAG", RAGSpec.class, agent.getRagRefs(i))
                    .ifPresent(rag ->
                            manifest.addRagRefs(
                                    ManifestRAG.newBuilder()
                                            .setName(rag.name())
                                            .setNamespace(rag.namespace())
                                            .setEndpoint(endpoints.rag())));
        }
    }

    /** Budgets that environment and teams count against; one that is not there counts nothing. */
    private static Set<String> budgets(
            Desk desk, Optional<EnvironmentSpec> environment, SortedMap<String, TeamSpec> teams) {
        List<Ref> refs = new ArrayList<>();
        environment.ifPresent(found -> refs.addAll(found.getBudgetRefsList()));
        teams.values()
                .forEach(team ->
                        team.getBudgetRefsList()
                                .forEach(name -> refs.add(Ref.newBuilder().setName(name).build())));
        Set<String> found = new LinkedHashSet<>();
        for (Ref ref : refs) {
            desk.look("", "Budget", BudgetSpec.class, ref)
                    .or(() -> desk.look(desk.namespace(), "Budget", BudgetSpec.class, ref))
                    .ifPresentOrElse(
                            budget -> found.add(budget.namespace() + "/" + budget.name()),
                            () ->
                                    desk.warn(
                                            "spec.budgets",
                                            "BUDGET_UNRESOLVED",
                                            "Budget `" + ref.getName() + "` is not there",
                                            "apply it, or take it out of the environment or team"));
        }
        return found;
    }

    /** The same message always gives the same bytes. */
    private static byte[] bytes(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size took no message", e);
        }
        return bytes;
    }
}
