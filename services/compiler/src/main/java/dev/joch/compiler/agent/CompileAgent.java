package dev.joch.compiler.agent;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.CanonicalJson;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestStatus;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ManifestChild;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compiles an agent for an environment: resolves what it refers to, checks that it fits together,
 * and seals the result. No clock, no store: the same records give the same bytes.
 */
public final class CompileAgent {

    private static final String KIND = "CompiledAgentManifest";

    /** Documents that nobody has stored count as the first generation. */
    private static final long FIRST = 1;

    private final Endpoints endpoints;
    private final String defaultEnvironment;

    /**
     * @param defaultEnvironment of agents without a label {@code env}
     */
    public CompileAgent(Endpoints endpoints, String defaultEnvironment) {
        if (defaultEnvironment.isBlank()) {
            throw new IllegalArgumentException("joch.compiler.default-environment must name one");
        }
        this.endpoints = endpoints;
        this.defaultEnvironment = defaultEnvironment;
    }

    /** The environment that the agent says it is for. */
    public String environmentOf(Resource agent) {
        return agent.getMetadata().getLabelsOrDefault("env", defaultEnvironment);
    }

    /**
     * @param environment empty is the agent's own
     */
    public Outcome compile(Resource agent, String environment, Shelf shelf) {
        String chosen = environment.isEmpty() ? environmentOf(agent) : environment;
        Findings findings = new Findings(ResourceKeys.text(ResourceKeys.of(agent)));
        String tenant = agent.getMetadata().getTenant();
        Reads reads = new Reads(shelf, tenant, findings);
        AgentSpec spec;
        try {
            spec = Specs.of(agent, AgentSpec.class);
        } catch (InvalidProtocolBufferException e) {
            findings.error(Reason.WRONG_TYPE, "spec", "the spec cannot be read", "apply it again");
            return new Outcome.Failed(chosen, findings.all(), List.of(), Set.of());
        }
        Optional<EnvironmentSpec> described =
                reads.look("", "Environment", "", chosen, EnvironmentSpec.class).map(Found::spec);
        SortedMap<String, TeamSpec> teams = teams(agent, shelf, reads);
        Scope scope = new Scope(agent, spec, chosen, described, teams, endpoints, reads, findings);
        CompiledAgentManifestSpec.Builder manifest = CompiledAgentManifestSpec.newBuilder();
        identity(scope, manifest);
        FrameworkPart.add(scope, manifest);
        ToolPart tools = new ToolPart(scope, manifest);
        tools.add();
        new ServerPart(scope, manifest).add(tools.servers());
        MemoryPart.add(scope, manifest);
        PolicyPart.add(scope, manifest);
        children(scope, manifest);
        limits(scope, manifest);
        return seal(scope, manifest);
    }

    private static SortedMap<String, TeamSpec> teams(Resource agent, Shelf shelf, Reads reads) {
        SortedMap<String, TeamSpec> teams = new TreeMap<>();
        ObjectMeta metadata = agent.getMetadata();
        for (Map.Entry<String, Resource> team :
                shelf.teams(metadata.getTenant(), metadata.getNamespace()).entrySet()) {
            reads.look("", "Team", "", team.getKey(), TeamSpec.class)
                    .ifPresent(found -> teams.put(team.getKey(), found.spec()));
        }
        return teams;
    }

    private static void identity(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        ObjectMeta metadata = scope.agent().getMetadata();
        manifest.getAgentBuilder()
                .setName(metadata.getName())
                .setGeneration(Math.max(FIRST, metadata.getGeneration()))
                .setNamespace(metadata.getNamespace())
                .setEnvironment(scope.environment())
                .putAllLabels(metadata.getLabelsMap());
    }

    /** What it runs besides itself has to be there; each has a manifest of its own. */
    private static void children(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        for (int i = 0; i < scope.spec().getChildrenCount(); i++) {
            String field = "spec.children[" + i + "].name";
            Ref child = scope.spec().getChildren(i);
            scope.reads()
                    .need(scope.namespace(), "Agent", child, field, AgentSpec.class)
                    .ifPresent(found ->
                            manifest.addChildren(
                                    ManifestChild.newBuilder()
                                            .setName(found.name())
                                            .setNamespace(found.namespace())
                                            .setGeneration(found.generation())));
        }
    }

    private static void limits(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        AgentSpec spec = scope.spec();
        if (spec.hasHandoffs()) {
            manifest.setHandoffs(spec.getHandoffs());
        }
        if (spec.hasBudgets()) {
            manifest.setBudgets(spec.getBudgets());
        }
        BudgetPart.add(scope, manifest);
        var observed = spec.getObservability();
        var observability =
                manifest.getObservabilityBuilder()
                        .setTraceEndpoint(scope.endpoints().trace())
                        .setAbomEndpoint(scope.endpoints().agbom())
                        .setTracing(
                                observed.getTracing().isEmpty() ? "enabled" : observed.getTracing())
                        .setAgbom(observed.getAgbom().isEmpty() ? "enabled" : observed.getAgbom());
        if (observed.getRedactSensitiveData()) {
            observability.setRedactSensitiveData(true);
        }
    }

    private static Outcome seal(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        Reads reads = scope.reads();
        Findings findings = scope.findings();
        if (findings.hasErrors()) {
            return new Outcome.Failed(
                    scope.environment(), findings.all(), reads.dependencies(), reads.doubts());
        }
        String digest = CanonicalJson.digest(manifest.build());
        manifest.setDigest(digest);
        Kind kind = Kinds.kind(KIND);
        Resource resource =
                kind.newResource()
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setTenant(scope.tenant())
                                        .setNamespace(scope.namespace())
                                        .setName(
                                                scope.name()
                                                        + "-g"
                                                        + manifest.getAgent().getGeneration())
                                        .putAllLabels(scope.agent().getMetadata().getLabelsMap()))
                        .setSpec(kind.spec().pack(manifest.build()))
                        .setStatus(
                                kind.status()
                                        .pack(
                                                CompiledAgentManifestStatus.newBuilder()
                                                        .setPhase("Ready")
                                                        .build()))
                        .build();
        return new Outcome.Compiled(
                resource,
                digest,
                scope.environment(),
                findings.all(),
                reads.dependencies(),
                reads.doubts());
    }
}
