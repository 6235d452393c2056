package dev.joch.server.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * A fleet of agents with everything that they depend on, in the order in which it is applied. The
 * same size gives the same texts, so that two runs must come to the same end.
 */
final class Fleet {

    static final int NAMESPACES = 4;

    private static final int TOOLS = 10;
    private static final int MODELS = 5;
    private static final int BATCH = 25;

    private final int agents;

    Fleet(int agents) {
        this.agents = agents;
    }

    int agents() {
        return agents;
    }

    static String namespace(int i) {
        return "fleet-" + i % NAMESPACES;
    }

    /** Requests, each with several documents. */
    List<String> requests() {
        List<String> all = new ArrayList<>();
        all.add(shared());
        for (int i = 0; i < NAMESPACES; i++) {
            all.add(foundation(i));
        }
        int batches = (agents + BATCH - 1) / BATCH;
        for (int batch = 0; batch < batches; batch++) {
            all.add(agents(batch * BATCH, Math.min(agents, (batch + 1) * BATCH)));
            // while agents still come, what they share changes under those that are there
            if (batch == batches / 3) {
                all.add(policy("approvals", "joch-shared", 2));
            }
            if (batch == batches / 2) {
                all.add(tool(0, 0, 2) + "---\n" + model(1, 2));
            }
            if (batch == 2 * batches / 3) {
                all.add(environment("prod", "limits"));
            }
        }
        return all;
    }

    private static String shared() {
        List<String> documents = new ArrayList<>();
        documents.add(policy("base", "joch-shared", 1));
        documents.add(policy("limits", "joch-shared", 1));
        documents.add(policy("approvals", "joch-shared", 1));
        documents.add(environment("dev", "base"));
        documents.add(environment("prod", "base"));
        for (int i = 0; i < MODELS; i++) {
            documents.add(secret(i));
            documents.add(model(i, 1));
        }
        for (String adapter : List.of("python-agents", "java-agents")) {
            documents.add(
                    """
                    apiVersion: joch.dev/v1alpha1
                    kind: FrameworkAdapter
                    metadata: { name: %s }
                    spec:
                      framework: custom-python
                      adapterImage: example.com/%s:1.0.0
                      capabilities: { toolBinding: true, mcpBinding: true, modelRouterBinding: true, streaming: true, structuredOutput: true }
                    """
                            .formatted(adapter, adapter));
        }
        return String.join("---\n", documents);
    }

    private static String foundation(int i) {
        List<String> documents = new ArrayList<>();
        documents.add(
                """
                apiVersion: ops.joch.dev/v1alpha1
                kind: Team
                metadata: { name: team-%d }
                spec:
                  members: [{ user: lead-%d@example.com, role: operator }]
                  namespaces: [%s]
                  defaultPolicies: [limits]
                """
                        .formatted(i, i, namespace(i)));
        for (int route = 0; route < 3; route++) {
            documents.add(
                    """
                    apiVersion: model.joch.dev/v1alpha1
                    kind: ModelRoute
                    metadata: { name: route-%d, namespace: %s }
                    spec:
                      requirements: { toolCalling: true, contextWindowMin: 100000 }
                      strategy: { primary: "openai:model-%d", fallback: ["openai:model-%d"] }
                    """
                            .formatted(
                                    route,
                                    namespace(i),
                                    (i + route) % MODELS,
                                    (i + route + 1) % MODELS));
        }
        for (int tool = 0; tool < TOOLS; tool++) {
            documents.add(tool(i, tool, 1));
        }
        documents.add(
                """
                apiVersion: tools.joch.dev/v1alpha1
                kind: MCPServer
                metadata: { name: handbook, namespace: %s }
                spec:
                  transport: streamable_http
                  endpoint: { url: "https://mcp.example.com/%s" }
                  security: { pinServerVersion: true, pinnedVersion: "1.2.0", minTrustScore: 0.5 }
                """
                        .formatted(namespace(i), namespace(i)));
        documents.add(
                """
                apiVersion: memory.joch.dev/v1alpha1
                kind: Memory
                metadata: { name: notes, namespace: %s }
                spec:
                  type: working
                  backend: { type: postgres }
                """
                        .formatted(namespace(i)));
        return String.join("---\n", documents);
    }

    private static String agents(int from, int to) {
        List<String> documents = new ArrayList<>();
        for (int i = from; i < to; i++) {
            documents.add(agent(i));
        }
        return String.join("---\n", documents);
    }

    private static String agent(int i) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata:
          name: agent-%04d
          namespace: %s
          labels: { owner: team-%d, env: %s, tier: %s }
        spec:
          description: Number %d of the fleet.
          framework:
            adapterRef: { name: %s }
            entrypoint: ./agents/agent_%d.py
          modelRoute: { routeRef: { name: route-%d } }
          tools: [{ name: tool.%d }, { name: tool.%d }, { name: tool.%d }]
          mcpServers: [{ name: handbook }]
          memories: { working: { name: notes } }
          policies: [{ name: limits }]
        """
                .formatted(
                        i,
                        namespace(i),
                        i % NAMESPACES,
                        i % 3 == 0 ? "prod" : "dev",
                        i % 5 == 0 ? "gold" : "silver",
                        i,
                        i % 2 == 0 ? "python-agents" : "java-agents",
                        i,
                        i % 3,
                        i % TOOLS,
                        (i + 3) % TOOLS,
                        (i + 7) % TOOLS);
    }

    private static String policy(String name, String namespace, int version) {
        String selector =
                name.equals("approvals")
                        ? "  appliesTo: { agents: { selector: { matchLabels: { tier: gold } } } }\n"
                        : "";
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Policy
        metadata: { name: %s, namespace: %s }
        spec:
          description: Version %d.
        %s  rules:
            - name: dear-runs
              when: { cost.runUsd: ">%d" }
              action: { deny: true, reason: too-dear }
        """
                .formatted(name, namespace, version, selector, version * 5);
    }

    private static String environment(String name, String policy) {
        return """
        apiVersion: ops.joch.dev/v1alpha1
        kind: Environment
        metadata: { name: %s }
        spec:
          region: local
          runtime: { orchestrator: local }
          policies: [{ name: %s }]
        """
                .formatted(name, policy);
    }

    private static String secret(int i) {
        return """
        apiVersion: ops.joch.dev/v1alpha1
        kind: Secret
        metadata: { name: key-%d, namespace: joch-shared }
        spec:
          source: { type: env, name: KEY_%d }
        """
                .formatted(i, i);
    }

    private static String model(int i, int version) {
        return """
        apiVersion: model.joch.dev/v1alpha1
        kind: Model
        metadata: { name: model-%d }
        spec:
          provider: openai
          model: gpt-%d.%d
          endpoint: { type: hosted }
          auth: { secretRef: { name: key-%d } }
          capabilities: { text: true, toolCalling: true, structuredOutput: true, streaming: true }
          limits: { contextWindowTokens: 200000 }
        """
                .formatted(i, i, version, i);
    }

    private static String tool(int namespace, int i, int version) {
        return """
        apiVersion: tools.joch.dev/v1alpha1
        kind: Tool
        metadata: { name: tool.%d, namespace: %s }
        spec:
          type: rest
          description: Version %d.
          endpoint: { method: GET, url: "https://tools.example.com/%d" }
          inputSchema:
            type: object
            properties: { query%d: { type: string } }
          sideEffects: { level: %s, idempotent: true }
        """
                .formatted(
                        i,
                        namespace(namespace),
                        version,
                        i,
                        version,
                        i % 2 == 0 ? "read_only" : "external_write");
    }
}
