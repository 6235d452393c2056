package dev.joch.bench;

import com.google.protobuf.ByteString;

import dev.joch.api.v1.ApplyResourcesRequest;
import dev.joch.api.v1.Source;

import java.util.ArrayList;
import java.util.List;

/** A fleet of agents that share one policy, a few tools, models and routes. */
final class FleetTexts {

    static final String NAMESPACE = "bench-fleet";

    private static final int TOOLS = 10;

    private FleetTexts() {}

    static ApplyResourcesRequest request(List<String> documents) {
        return ApplyResourcesRequest.newBuilder()
                .addSources(
                        Source.newBuilder()
                                .setName("bench")
                                .setContent(
                                        ByteString.copyFromUtf8(String.join("---\n", documents))))
                .build();
    }

    static List<String> foundation() {
        List<String> documents = new ArrayList<>();
        documents.add(policy(0));
        documents.add(
                """
                apiVersion: joch.dev/v1alpha1
                kind: FrameworkAdapter
                metadata: { name: bench-agents }
                spec:
                  framework: custom-python
                  adapterImage: example.com/agents:1.0.0
                  capabilities: { toolBinding: true, mcpBinding: true, modelRouterBinding: true, streaming: true }
                """);
        for (int i = 0; i < 3; i++) {
            documents.add(
                    """
                    apiVersion: model.joch.dev/v1alpha1
                    kind: Model
                    metadata: { name: bench-%d }
                    spec:
                      provider: openai
                      model: gpt-%d
                      endpoint: { type: hosted }
                      capabilities: { text: true, toolCalling: true, streaming: true }
                      limits: { contextWindowTokens: 200000 }
                    """
                            .formatted(i, i));
        }
        documents.add(
                """
                apiVersion: model.joch.dev/v1alpha1
                kind: ModelRoute
                metadata: { name: bench, namespace: %s }
                spec:
                  requirements: { toolCalling: true }
                  strategy: { primary: "openai:bench-0", fallback: ["openai:bench-1", "openai:bench-2"] }
                """
                        .formatted(NAMESPACE));
        for (int i = 0; i < TOOLS; i++) {
            documents.add(
                    """
                    apiVersion: tools.joch.dev/v1alpha1
                    kind: Tool
                    metadata: { name: bench.%d, namespace: %s }
                    spec:
                      type: rest
                      endpoint: { method: GET, url: "https://tools.example.com/%d" }
                      inputSchema: { type: object, properties: { query: { type: string } } }
                      sideEffects: { level: read_only, idempotent: true }
                    """
                            .formatted(i, NAMESPACE, i));
        }
        return documents;
    }

    /** The policy that every agent of the fleet is selected by. */
    static String policy(int version) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Policy
        metadata: { name: bench, namespace: %s }
        spec:
          description: Version %d.
          appliesTo: { agents: { selector: { matchLabels: { fleet: bench } } } }
          rules:
            - when: { cost.runUsd: ">%d" }
              action: { deny: true, reason: too-dear }
        """
                .formatted(NAMESPACE, version, 5 + version);
    }

    static String agent(int i, long version) {
        return """
        apiVersion: joch.dev/v1alpha1
        kind: Agent
        metadata: { name: %s, namespace: %s, labels: { owner: bench, fleet: bench } }
        spec:
          description: Version %d.
          framework: { adapterRef: { name: bench-agents }, entrypoint: ./agent.py }
          modelRoute: { routeRef: { name: bench } }
          tools: [{ name: bench.%d }, { name: bench.%d }, { name: bench.%d }]
        """
                .formatted(
                        name(i), NAMESPACE, version, i % TOOLS, (i + 1) % TOOLS, (i + 2) % TOOLS);
    }

    static String name(int i) {
        return "agent-%05d".formatted(i);
    }
}
