package dev.joch.bench;

/** What an agent of the bench depends on: a record of every sort, with a word of its version. */
enum Ingredient {
    ADAPTER(
            "FrameworkAdapter",
            """
            apiVersion: joch.dev/v1alpha1
            kind: FrameworkAdapter
            metadata: { name: bench-bill }
            spec:
              description: WORD
              framework: custom-python
              capabilities: { toolBinding: true, mcpBinding: true, modelRouterBinding: true, streaming: true }
            """),
    MODEL(
            "Model",
            """
            apiVersion: model.joch.dev/v1alpha1
            kind: Model
            metadata: { name: bench-bill }
            spec:
              provider: openai
              model: WORD
              endpoint: { type: hosted }
              capabilities: { text: true, toolCalling: true, streaming: true }
            """),
    ROUTE(
            "ModelRoute",
            """
            apiVersion: model.joch.dev/v1alpha1
            kind: ModelRoute
            metadata: { name: bench-bill, namespace: SPACE }
            spec:
              description: WORD
              strategy: { primary: "openai:bench-bill" }
            """),
    TOOL(
            "Tool",
            """
            apiVersion: tools.joch.dev/v1alpha1
            kind: Tool
            metadata: { name: bench.bill, namespace: SPACE }
            spec:
              type: rest
              description: WORD
              endpoint: { method: GET, url: "https://tools.example.com/" }
              sideEffects: { level: read_only, idempotent: true }
            """),
    SERVER(
            "MCPServer",
            """
            apiVersion: tools.joch.dev/v1alpha1
            kind: MCPServer
            metadata: { name: bench-bill, namespace: SPACE }
            spec:
              transport: streamable_http
              endpoint: { url: "https://mcp.example.com/WORD" }
              security: { pinServerVersion: true, pinnedVersion: "1.0.0" }
            """),
    MEMORY(
            "Memory",
            """
            apiVersion: memory.joch.dev/v1alpha1
            kind: Memory
            metadata: { name: bench-bill, namespace: SPACE }
            spec:
              type: working
              description: WORD
              backend: { type: postgres }
            """),
    INDEX(
            "RAG",
            """
            apiVersion: memory.joch.dev/v1alpha1
            kind: RAG
            metadata: { name: bench-bill, namespace: SPACE }
            spec:
              description: WORD
              sources: [{ kind: KnowledgeSource, name: bench-bill }]
              vectorStore: { type: pgvector }
            """),
    /** The longest way: over the index to the bill. */
    KNOWLEDGE(
            "KnowledgeSource",
            """
            apiVersion: memory.joch.dev/v1alpha1
            kind: KnowledgeSource
            metadata: { name: bench-bill, namespace: SPACE }
            spec:
              type: web
              description: WORD
              source: { url: "https://docs.example.com/" }
            """),
    POLICY(
            "Policy",
            """
            apiVersion: joch.dev/v1alpha1
            kind: Policy
            metadata: { name: bench-bill, namespace: SPACE }
            spec:
              description: WORD
              rules:
                - when: { cost.runUsd: ">5" }
                  action: { deny: true, reason: too-dear }
            """);

    private final String kind;
    private final String template;

    Ingredient(String kind, String template) {
        this.kind = kind;
        this.template = template;
    }

    String kind() {
        return kind;
    }

    String text(int change) {
        return template.replace("WORD", word(change)).replace("SPACE", FleetTexts.NAMESPACE);
    }

    /** What the bill is searched for. */
    static String word(int change) {
        return "change-%05d-".formatted(change);
    }
}
