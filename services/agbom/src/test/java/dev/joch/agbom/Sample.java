package dev.joch.agbom;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.compiler.v1.Dependency;
import dev.joch.compiler.v1.Manifest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.AgentFramework;
import dev.joch.resource.v1alpha1.AgentHandoffs;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.FrameworkAdapterSpec;
import dev.joch.resource.v1alpha1.KnowledgeSourceClassification;
import dev.joch.resource.v1alpha1.KnowledgeSourceLocation;
import dev.joch.resource.v1alpha1.KnowledgeSourceSpec;
import dev.joch.resource.v1alpha1.MCPServerAuth;
import dev.joch.resource.v1alpha1.MCPServerEndpoint;
import dev.joch.resource.v1alpha1.MCPServerSecurity;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ManifestMCPServer;
import dev.joch.resource.v1alpha1.ManifestMemory;
import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.ManifestPolicies;
import dev.joch.resource.v1alpha1.ManifestRAG;
import dev.joch.resource.v1alpha1.ManifestTool;
import dev.joch.resource.v1alpha1.MemoryBackend;
import dev.joch.resource.v1alpha1.MemorySpec;
import dev.joch.resource.v1alpha1.ModelAuth;
import dev.joch.resource.v1alpha1.ModelLimits;
import dev.joch.resource.v1alpha1.ModelRouteConstraints;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.RAGSource;
import dev.joch.resource.v1alpha1.RAGSpec;
import dev.joch.resource.v1alpha1.RAGVectorStore;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.ToolEndpoint;
import dev.joch.resource.v1alpha1.ToolSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An agent for support with one of everything, as the store and the compiler would have it. */
public final class Sample {

    public static final String TENANT = "acme";
    public static final String NAMESPACE = "support-platform";
    public static final String AGENT = "support-triage";

    private final Map<ResourceKey, Resource> resources = new LinkedHashMap<>();
    private CompiledAgentManifestSpec manifest = manifestSpec();

    public Sample() {
        put("Agent", NAMESPACE, AGENT, agent(), null);
        put("FrameworkAdapter", "", "openai-agents-sdk", adapter(), null);
        put("ModelRoute", NAMESPACE, "support-default", ModelRouteSpec.getDefaultInstance(), null);
        put("Model", "", "gpt-5-thinking", model("openai", "gpt-5.5-thinking"), null);
        put("Model", "", "embed-3", model("openai", "text-embedding-3-large"), null);
        put("Tool", NAMESPACE, "zendesk.search", tool(), null);
        put("Tool", NAMESPACE, "github.list_issues", mcpTool(), null);
        put("MCPServer", NAMESPACE, "github", server(), serverStatus());
        put("Memory", NAMESPACE, "triage-working", memory(), null);
        put("RAG", "joch-shared", "product-docs", rag(), null);
        put("KnowledgeSource", "joch-shared", "docs-site", knowledge("public"), null);
        put(
                "Policy",
                NAMESPACE,
                "external-send",
                PolicySpec.newBuilder().setDescription("Ask before sending").build(),
                null);
    }

    public static ResourceKey agentKey() {
        return ResourceKeys.of(TENANT, "Agent", NAMESPACE, AGENT);
    }

    public Map<ResourceKey, Resource> resources() {
        return Map.copyOf(resources);
    }

    public CompiledAgentManifestSpec manifest() {
        return manifest;
    }

    public Sample manifest(UnaryOperator<CompiledAgentManifestSpec> change) {
        manifest = change.apply(manifest);
        return this;
    }

    public Sample put(
            String kind, String namespace, String name, Message spec, @Nullable Message status) {
        ResourceKey key = ResourceKeys.of(TENANT, kind, namespace, name);
        Resource.Builder resource =
                Resource.newBuilder()
                        .setKind(kind)
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setTenant(TENANT)
                                        .setNamespace(namespace)
                                        .setName(name)
                                        .setGeneration(1))
                        .setSpec(Any.pack(spec));
        if (status != null) {
            resource.setStatus(Any.pack(status));
        }
        resources.put(key, resource.build());
        return this;
    }

    public Sample remove(String kind, String namespace, String name) {
        resources.remove(ResourceKeys.of(TENANT, kind, namespace, name));
        return this;
    }

    public Sample server(UnaryOperator<MCPServerSpec> spec, UnaryOperator<MCPServerStatus> status) {
        return put(
                "MCPServer",
                NAMESPACE,
                "github",
                spec.apply(server()),
                status.apply(serverStatus()));
    }

    public Sample knowledgeIs(String sensitivity) {
        return put("KnowledgeSource", "joch-shared", "docs-site", knowledge(sensitivity), null);
    }

    public Sample record(AgBOMSpec spec) {
        return put(
                "AgBOM",
                NAMESPACE,
                AGENT + "-agbom",
                spec.toBuilder().setAgentRef(ref(AGENT)).build(),
                null);
    }

    /** As the compiler keeps it. */
    public Manifest compiled() {
        List<Dependency> dependencies = new ArrayList<>();
        resources.keySet().stream()
                .filter(key ->
                        !key.getKind().equals("AgBOM") && !key.getKind().equals("KnowledgeSource"))
                .forEach(key ->
                        dependencies.add(
                                Dependency.newBuilder().setKey(key).setGeneration(1).build()));
        return Manifest.newBuilder()
                .setResource(
                        Resource.newBuilder()
                                .setKind("CompiledAgentManifest")
                                .setSpec(Any.pack(manifest)))
                .setDigest("sha256:" + Integer.toHexString(manifest.hashCode()))
                .setEnvironment("prod")
                .addAllDependencies(dependencies)
                .build();
    }

    private static AgentSpec agent() {
        return AgentSpec.newBuilder()
                .setDescription("Sorts tickets")
                .setFramework(AgentFramework.newBuilder().setAdapterRef(ref("openai-agents-sdk")))
                .addChildren(ref("support-writer"))
                .addPolicies(ref("external-send"))
                .addTools(ref("zendesk.search"))
                .build();
    }

    private static FrameworkAdapterSpec adapter() {
        return FrameworkAdapterSpec.newBuilder()
                .setFramework("openai-agents-sdk")
                .setLanguage("python")
                .setSdkMinVersion("0.6.0")
                .setAdapterImage("ghcr.io/joch/adapter-openai:0.7.2")
                .putCapabilities("streaming", true)
                .build();
    }

    private static ModelSpec model(String provider, String id) {
        return ModelSpec.newBuilder()
                .setProvider(provider)
                .setModel(id)
                .setLimits(ModelLimits.newBuilder().setContextWindowTokens(400_000))
                .setAuth(ModelAuth.newBuilder().setSecretRef(ref("openai-key")))
                .putCapabilities("toolCalling", true)
                .build();
    }

    private static ToolSpec tool() {
        return ToolSpec.newBuilder()
                .setType("rest")
                .setEndpoint(
                        ToolEndpoint.newBuilder()
                                .setMethod("GET")
                                .setUrl("https://example.zendesk.com/api/v2/search.json"))
                .build();
    }

    private static ToolSpec mcpTool() {
        return ToolSpec.newBuilder().setType("mcp").setMcpServerRef(ref("github")).build();
    }

    private static MCPServerSpec server() {
        return MCPServerSpec.newBuilder()
                .setTransport("streamable_http")
                .setEndpoint(
                        MCPServerEndpoint.newBuilder().setUrl("https://mcp.example.com/github"))
                .setAuth(
                        MCPServerAuth.newBuilder()
                                .setType("bearer")
                                .setSecretRef(ref("github-token")))
                .setSecurity(
                        MCPServerSecurity.newBuilder()
                                .setPinServerVersion(true)
                                .setPinnedVersion("1.2.0")
                                .setMinTrustScore(0.8))
                .build();
    }

    private static MCPServerStatus serverStatus() {
        return MCPServerStatus.newBuilder()
                .setPhase("Ready")
                .setTrustScore(0.92)
                .setVersion("1.2.0")
                .build();
    }

    private static MemorySpec memory() {
        return MemorySpec.newBuilder()
                .setType("working")
                .setBackend(MemoryBackend.newBuilder().setType("postgres"))
                .build();
    }

    private static RAGSpec rag() {
        return RAGSpec.newBuilder()
                .addSources(RAGSource.newBuilder().setKind("KnowledgeSource").setName("docs-site"))
                .setEmbeddingModelRef(ref("embed-3"))
                .setVectorStore(RAGVectorStore.newBuilder().setType("pgvector"))
                .build();
    }

    private static KnowledgeSourceSpec knowledge(String sensitivity) {
        return KnowledgeSourceSpec.newBuilder()
                .setType("web")
                .setSource(KnowledgeSourceLocation.newBuilder().setUrl("https://docs.example.com"))
                .setClassification(
                        KnowledgeSourceClassification.newBuilder().setSensitivity(sensitivity))
                .build();
    }

    private static CompiledAgentManifestSpec manifestSpec() {
        return CompiledAgentManifestSpec.newBuilder()
                .setAgent(
                        ManifestAgent.newBuilder()
                                .setName(AGENT)
                                .setGeneration(14)
                                .setNamespace(NAMESPACE)
                                .setEnvironment("prod")
                                .putLabels("owner", "support"))
                .setFramework(
                        ManifestFramework.newBuilder()
                                .setAdapter("openai-agents-sdk")
                                .setAdapterImage("ghcr.io/joch/adapter-openai:0.7.2")
                                .setImage(
                                        "registry.example.com:5000/support/triage@sha256:"
                                                + "ab".repeat(32))
                                .setEntrypoint("./agents/support_triage.py")
                                .setFramework("openai-agents-sdk")
                                .setAdapterGeneration(3))
                .setModelRoute(
                        ManifestModelRoute.newBuilder()
                                .setName("support-default")
                                .setNamespace(NAMESPACE)
                                .setGeneration(2)
                                .setPrimary("openai:gpt-5-thinking")
                                .setConstraints(
                                        ModelRouteConstraints.newBuilder().setDataResidency("EU")))
                .addTools(
                        ManifestTool.newBuilder()
                                .setName("zendesk.search")
                                .setNamespace(NAMESPACE)
                                .setType("rest")
                                .setSideEffect("read_only")
                                .setDescription("Searches tickets")
                                .setGeneration(2))
                .addTools(
                        ManifestTool.newBuilder()
                                .setName("github.list_issues")
                                .setNamespace(NAMESPACE)
                                .setType("mcp")
                                .setMcpServer("github")
                                .setSideEffect("read_only")
                                .setGeneration(1))
                .addMcpServers(
                        ManifestMCPServer.newBuilder()
                                .setName("github")
                                .setNamespace(NAMESPACE)
                                .setPinnedVersion("1.2.0")
                                .addTools("github.list_issues"))
                .putMemories(
                        "working",
                        ManifestMemory.newBuilder()
                                .setNamespace(NAMESPACE)
                                .setName("triage-working")
                                .build())
                .addRagRefs(
                        ManifestRAG.newBuilder()
                                .setNamespace("joch-shared")
                                .setName("product-docs"))
                .setPolicies(ManifestPolicies.newBuilder().addResolved("external-send@v3"))
                .setHandoffs(AgentHandoffs.newBuilder().addAllowedAgents("refunds"))
                .build();
    }

    public static Ref ref(String name) {
        return Ref.newBuilder().setName(name).build();
    }
}
