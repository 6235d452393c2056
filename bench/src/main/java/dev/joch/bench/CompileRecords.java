package dev.joch.bench;

import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DecodedDocument;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An agent with 30 references, and what they lead to. */
final class CompileRecords {

    static final String TENANT = "default";
    static final String NAMESPACE = "bench";

    private static final int TOOLS = 20;

    /** Adapter, route, two memories, a source, a server, four policies and the tools. */
    static final int REFERENCES = TOOLS + 10;

    private CompileRecords() {}

    /**
     * @param limit a number in the policy that all agents share
     */
    static List<Resource> surroundings(int limit) {
        StringBuilder yaml = new StringBuilder();
        document(
                yaml,
                "FrameworkAdapter",
                "sdk",
                "",
                "{framework: custom-python, adapterImage: 'example.com/sdk:1',"
                        + " capabilities: {toolBinding: true, mcpBinding: true, modelRouterBinding: true}}");
        document(
                yaml,
                "Model",
                "one",
                "",
                "{provider: openai, model: one, capabilities: {toolCalling: true}}");
        document(
                yaml,
                "Model",
                "two",
                "",
                "{provider: google, model: two, capabilities: {toolCalling: true}}");
        document(
                yaml,
                "ModelRoute",
                "route",
                NAMESPACE,
                "{requirements: {toolCalling: true}, strategy: {primary: 'openai:one', fallback: ['google:two']}}");
        document(
                yaml,
                "MCPServer",
                "server",
                NAMESPACE,
                "{transport: streamable_http, endpoint: {url: 'https://example.com'}}");
        for (String memory : List.of("working", "long")) {
            document(
                    yaml,
                    "Memory",
                    memory,
                    NAMESPACE,
                    "{type: working, backend: {type: postgres}}");
        }
        document(yaml, "RAG", "docs", NAMESPACE, "{sources: [{name: s, kind: KnowledgeSource}]}");
        for (int i = 0; i < TOOLS; i++) {
            document(
                    yaml,
                    "Tool",
                    "tool-" + i,
                    NAMESPACE,
                    "{type: function, sideEffects: {level: read_only}, inputSchema: {type: object,"
                            + " required: [query], properties: {query: {type: string, maxLength: "
                            + (100 + i)
                            + "}, priority: {type: string, enum: [low, normal, high]}}}}");
        }
        List<Resource> records = new ArrayList<>(read(yaml.toString()));
        for (int i = 0; i < 3; i++) {
            records.addAll(read(policyText("policy-" + i, 1)));
        }
        records.add(policy(limit));
        return records;
    }

    /** The policy that all agents share. */
    static Resource policy(int limit) {
        return read(policyText("shared", limit)).getFirst();
    }

    private static String policyText(String name, int limit) {
        StringBuilder yaml = new StringBuilder();
        document(
                yaml,
                "Policy",
                name,
                NAMESPACE,
                "{rules: [{when: {cost.runUsd: '>"
                        + limit
                        + "'}, action: {deny: true, reason: too-much}}]}");
        return yaml.toString();
    }

    static Resource agent(String name) {
        StringBuilder tools = new StringBuilder();
        for (int i = 0; i < TOOLS; i++) {
            tools.append("{name: tool-").append(i).append("}, ");
        }
        StringBuilder yaml = new StringBuilder();
        document(
                yaml,
                "Agent",
                name,
                NAMESPACE,
                "{framework: {adapterRef: {name: sdk}}, modelRoute: {routeRef: {name: route}},"
                        + " mcpServers: [{name: server}], memories: {working: {name: working}, longTerm: {name: long}},"
                        + " ragRefs: [{name: docs}], policies: [{name: shared}, {name: policy-0}, {name: policy-1},"
                        + " {name: policy-2}], tools: ["
                        + tools
                        + "]}");
        return read(yaml.toString()).getFirst();
    }

    private static void document(
            StringBuilder yaml, String kind, String name, String namespace, String spec) {
        yaml.append("---\n{apiVersion: joch.dev/v1alpha1, kind: ")
                .append(kind)
                .append(", metadata: {name: ")
                .append(name)
                .append(namespace.isEmpty() ? "" : ", namespace: " + namespace)
                .append("}, spec: ")
                .append(spec)
                .append("}\n");
    }

    private static List<Resource> read(String yaml) {
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(Text.of("bench.yaml", yaml.getBytes(StandardCharsets.UTF_8))),
                        DecodeLimits.standard());
        if (decoded.hasErrors()) {
            throw new IllegalStateException(decoded.diagnostics().toString());
        }
        return decoded.documents().stream().map(CompileRecords::ofTenant).toList();
    }

    private static Resource ofTenant(DecodedDocument document) {
        Resource.Builder resource = document.resource().toBuilder();
        resource.getMetadataBuilder().setTenant(TENANT);
        return resource.build();
    }
}
